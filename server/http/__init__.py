"""The HTTP side: desk, invitation, files, health. Bodies are in `bodies`, who may call what in `access`."""
