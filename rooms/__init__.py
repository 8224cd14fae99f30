"""What may happen in a mediation: the live session, who may hear and read whom. Pure: no I/O, clock, chance or framework."""
