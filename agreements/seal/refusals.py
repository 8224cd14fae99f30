"""What this package refuses: always a caller's mistake or a file that is not ours, never a person's.

SealFault
 ├─ NotSignable   no such field, signed already, closed already, or not everyone has signed
 ├─ BrokenFile    not a PDF, a signature in it does not hold, or the result would not be canonical
 │   └─ Untrusted   sound, but a certificate's chain or revocation data is not in order
 └─ Unforeseen    anything else that went wrong in the signing process
"""


class SealFault(Exception):
    """Nothing was made; trying again gives the same."""


class NotSignable(SealFault):
    """The file is not at the stage for this."""


class BrokenFile(SealFault):
    """The file cannot be trusted."""


class Untrusted(BrokenFile):
    """Nobody has changed the file; somebody's certificate is not what it should be, or nobody can say now."""


class Unforeseen(SealFault):
    """A fault of the program; its trace is in the log."""
