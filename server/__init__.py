"""Puts it together and keeps it running: config, wiring, HTTP, auth, storage, one writer per room."""
