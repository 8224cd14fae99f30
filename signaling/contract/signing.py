"""What a tab can ask about the text that is being signed besides reading and signing it. Same rules as `commands`."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from signaling.contract.wire import Command, DigestRef, NewId, PartRef, SeatRef


class AgreementGroup(Command):
    """Yes to one group of clauses of that text; `group` as the text's groups have it."""

    event: ClassVar[str] = "agreement.group"
    signer: SeatRef | None = None
    digest: DigestRef
    group: PartRef


class AgreementObject(Command):
    """No to one group, and why: back to drafting, every signature is void, the reason stands at that clause.

    `id` is the remark's, made once by the client.
    """

    event: ClassVar[str] = "agreement.object"
    signer: SeatRef | None = None
    digest: DigestRef
    group: PartRef
    id: NewId
    reason: Annotated[str, Field(max_length=200)]


class AgreementSigner(Command):
    """Mediator: that party signs by the agent in that seat; null: in person. Only while the draft is open."""

    event: ClassVar[str] = "agreement.signer"
    signer: SeatRef
    agent: SeatRef | None


class AgreementCapacity(Command):
    """Mediator: that third person stands as a guarantor, or as a third party. Only while the draft is open."""

    event: ClassVar[str] = "agreement.capacity"
    signer: SeatRef
    capacity: Literal["third", "guarantor"]


SigningCommand = AgreementGroup | AgreementObject | AgreementSigner | AgreementCapacity
