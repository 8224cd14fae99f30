"""What this package refuses: always a caller's mistake or a file that is not ours, never a person's.

SealFault
 ├─ NotSignable   no such field, signed already, closed already, or not everyone has signed
 ├─ BrokenFile    not a PDF, a signature in it does not hold, or the result would not be canonical
 └─ Unforeseen    anything else that went wrong in the signing process
"""


class SealFault(Exception):
    """Nothing was made; trying again gives the same."""


class NotSignable(SealFault):
    """The file is not at the stage for this."""


class BrokenFile(SealFault):
    """The file cannot be trusted."""


class Unforeseen(SealFault):
    """A fault of the program; its trace is in the log."""
