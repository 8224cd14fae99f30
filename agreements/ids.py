"""Names of things in an agreement. All are made outside and come in with the act."""

from typing import NewType

AgreementId = NewType("AgreementId", str)
PartId = NewType("PartId", str)
"""A part of the draft: `head`, `party:<signer>`, or a clause's own id."""
CommentId = NewType("CommentId", str)
SuggestionId = NewType("SuggestionId", str)
SnapshotId = NewType("SnapshotId", str)
SignerId = NewType("SignerId", str)
"""Who takes part: the id of the seat. Opaque here; the server knows the seat behind it."""
FieldName = NewType("FieldName", str)
"""A signature field of the PDF, ASCII: `platform`, `party_1` …, `mediator`."""
Digest = NewType("Digest", str)
"""SHA-256 as 64 lower-case hex digits."""
