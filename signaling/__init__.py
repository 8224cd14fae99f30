"""The browser's side of the server: messages in, pushes and media out."""
