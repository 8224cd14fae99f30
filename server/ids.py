"""Names of things the server keeps and the room core does not know, and how new names are made."""

import secrets
from typing import NewType

AccountId = NewType("AccountId", str)
OrganisationId = NewType("OrganisationId", str)
CourtId = NewType("CourtId", str)
SubmissionId = NewType("SubmissionId", str)
InviteId = NewType("InviteId", str)


def new_id() -> str:
    """Sixteen hex digits (64 bits of chance): unique without asking the database; not a secret."""
    return secrets.token_hex(8)
