"""The runtime of minutes: one writer for each room's, what the room did read off its chain, their paper signed."""
