"""What happened, so that nobody can deny or change it: typed facts, one hash chain per case, signed heads. No I/O."""
