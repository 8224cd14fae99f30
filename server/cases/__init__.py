"""Keeps cases running: one writer for each, the world around it, what rooms and agreements bring about, the clocks."""
