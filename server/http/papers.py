"""The agreement over HTTP for those who sit in the room: pages, files, where one stands, and tickets for a download."""
