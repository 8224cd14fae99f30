"""Private zones: what is said apart is sealed under a key of its own, and deleted by destroying it (domain.md §2.6)."""
