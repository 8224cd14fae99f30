"""Names of things in a case. What a name stands for, a person or a sealed text, is kept elsewhere."""

from typing import NewType

ParticipantId = NewType("ParticipantId", str)
"""A party or third party of the case."""
AgentId = NewType("AgentId", str)
StaffId = NewType("StaffId", str)
"""An account of somebody who works here: mediator, organisation, court."""
CourtRef = NewType("CourtRef", str)
ProfileId = NewType("ProfileId", str)
"""A row of `law/data/procedures.json`."""
NoteId = NewType("NoteId", str)
"""A free text, sealed beside the case; the audit chain holds its name only."""
NoticeId = NewType("NoticeId", str)
MaterialId = NewType("MaterialId", str)
EntryId = NewType("EntryId", str)
"""An entry of the 特邀调解名册."""
Sha256 = NewType("Sha256", str)
"""Of a file's bytes, lower-case hex."""
