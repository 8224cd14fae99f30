"""The court clerk's desk: the sealed agreements of the own court, what checking them finds, and the bundle to take."""
