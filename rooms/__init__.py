"""What may happen in a mediation, and who may hear and read whom. Pure: no I/O, clock, chance or framework."""
