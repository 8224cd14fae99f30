"""The 笔录 of a session as a value of its own: written simultaneously, read back, confirmed, signed (规则 §22)."""
