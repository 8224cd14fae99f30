"""What was agreed and the proof of it: drafting, freezing, signing, sealing, verifying (architecture.md §1)."""
