"""What the statutes say, as dated data and arithmetic, and the value types every side prints. Pure; imports nobody."""
