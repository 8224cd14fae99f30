"""Handing in to a court: what is missing before, the bundle frozen once, the receipt, and what the court does."""
