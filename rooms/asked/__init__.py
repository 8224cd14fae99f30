"""What can be asked of a room, or happen to it, subject by subject; `rooms.inputs` has all of it."""
