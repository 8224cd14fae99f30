"""What this package refuses: always a caller's mistake or a file that is not ours, never a person's.

SealFault
 ├─ NotSignable   no such field, signed already, closed already, or not everyone has signed
 └─ BrokenFile    a signature in the file does not hold, or the result would not be canonical
"""


class SealFault(Exception):
    """Nothing was made; trying again gives the same."""


class NotSignable(SealFault):
    """The file is not at the stage for this."""


class BrokenFile(SealFault):
    """The file cannot be trusted."""
