"""Why something cannot be measured."""


class Refused(Exception):
    """Not on this machine; the text says why and what would help."""
