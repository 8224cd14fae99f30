"""Everything durable, in one value: opened once, closed once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from server.config import Config
from server.keys import Keys, open_keys
from server.storage.agreements import AgreementStore
from server.storage.applications import ApplicationStore
from server.storage.audit import AuditStore
from server.storage.blobs import BlobFolder
from server.storage.calendars import CalendarStore
from server.storage.case_book import CaseBook
from server.storage.case_desk import CaseDeskStore
from server.storage.case_materials import CaseMaterialStore
from server.storage.case_people import CasePeopleStore
from server.storage.case_rooms import CaseRoomStore
from server.storage.case_texts import CaseTextStore
from server.storage.cases import CaseStore
from server.storage.codes import SimulatedCodeStore
from server.storage.court_desk import CourtDeskStore
from server.storage.court_policies import CourtPolicyStore
from server.storage.database import Engine, closed, migrate, open_engine, require_current
from server.storage.desk import DeskStore
from server.storage.document_files import DocumentFiles
from server.storage.documents import DocumentStore
from server.storage.invites import InviteStore
from server.storage.lanes import LaneStore
from server.storage.messages import MessageStore
from server.storage.minutes import MinutesStore
from server.storage.people import PeopleStore
from server.storage.private_files import PrivateFiles
from server.storage.profiles import ProfileStore
from server.storage.proposals import ProposalStore
from server.storage.register import RegisterStore
from server.storage.reschedulings import ReschedulingStore
from server.storage.room_templates import RoomTemplateStore
from server.storage.rooms import RoomStore
from server.storage.sealed_files import SealedFileStore
from server.storage.sessions import AccountStore, SeatSessionStore
from server.storage.submissions import SubmissionStore
from server.storage.zone_deletions import ZoneDeletionStore
from server.zones.keys import ZoneKeys, open_zone_keys


@dataclass(frozen=True, slots=True)
class Stores:
    """The tables by subject; all on one engine."""

    rooms: RoomStore
    desk: DeskStore
    seat_sessions: SeatSessionStore
    accounts: AccountStore
    invites: InviteStore
    people: PeopleStore
    cases: CaseStore
    audit: AuditStore
    agreements: AgreementStore
    proposals: ProposalStore
    codes: SimulatedCodeStore
    court_desk: CourtDeskStore
    minutes: MinutesStore
    applications: ApplicationStore
    sealed_files: SealedFileStore
    blobs: BlobFolder
    private_files: PrivateFiles
    zone_keys: ZoneKeys
    zone_deletions: ZoneDeletionStore
    authority_key: bytes
    """For the signing process alone."""
    documents: DocumentStore
    document_files: DocumentFiles
    case_book: CaseBook
    case_desk: CaseDeskStore
    case_people: CasePeopleStore
    case_rooms: CaseRoomStore
    case_texts: CaseTextStore
    case_materials: CaseMaterialStore
    register: RegisterStore
    profiles: ProfileStore
    lanes: LaneStore
    court_policies: CourtPolicyStore
    submissions: SubmissionStore
    calendars: CalendarStore
    messages: MessageStore
    reschedulings: ReschedulingStore
    room_templates: RoomTemplateStore


@asynccontextmanager
async def opened_stores(config: Config) -> AsyncIterator[Stores]:
    """The stores of a data folder, which is made if missing; the schema of SQLite is brought up to date.

    Another database is migrated by `mediation-room migrate` alone, so that of many nodes none does it by accident.
    Raises UnusableDatabase where the schema is not this build's.
    """
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = open_keys(config.data / "keys")
    engine = open_engine(config.database)
    try:
        if config.database_url is None:
            await migrate(engine)
        else:
            await require_current(engine)
        yield _stores(config, engine, keys)
    finally:
        await closed(engine)


def _stores(config: Config, engine: Engine, keys: Keys) -> Stores:
    zone_keys = open_zone_keys(config.zone_keys_folder)
    blobs = BlobFolder(config.data / "blobs", keys.blobs)
    private_files = PrivateFiles(config.data / "private-files", zone_keys)
    return Stores(
        rooms=RoomStore(engine, keys, ZoneInfo(config.time_zone), zone_keys),
        desk=DeskStore(engine),
        seat_sessions=SeatSessionStore(engine),
        accounts=AccountStore(engine),
        invites=InviteStore(engine, keys.invites),
        people=PeopleStore(engine, keys.fields),
        cases=CaseStore(engine),
        audit=AuditStore(engine, keys.node),
        agreements=AgreementStore(engine, keys),
        proposals=ProposalStore(engine, keys, zone_keys),
        codes=SimulatedCodeStore(engine, keys.fields),
        court_desk=CourtDeskStore(engine, keys),
        minutes=MinutesStore(engine, keys),
        applications=ApplicationStore(engine, keys),
        sealed_files=SealedFileStore(engine),
        blobs=blobs,
        private_files=private_files,
        zone_keys=zone_keys,
        zone_deletions=ZoneDeletionStore(engine, keys.node),
        authority_key=keys.authority,
        documents=DocumentStore(engine),
        document_files=DocumentFiles(blobs, private_files),
        case_book=CaseBook(engine, keys, ZoneInfo(config.time_zone)),
        case_desk=CaseDeskStore(engine),
        case_people=CasePeopleStore(engine, keys.fields),
        case_rooms=CaseRoomStore(engine, keys.fields),
        case_texts=CaseTextStore(engine, keys.fields),
        case_materials=CaseMaterialStore(engine),
        register=RegisterStore(engine, keys.node),
        profiles=ProfileStore(engine, keys.node),
        lanes=LaneStore(engine, keys.node),
        court_policies=CourtPolicyStore(engine, keys.node),
        submissions=SubmissionStore(engine, keys),
        calendars=CalendarStore(engine, keys.node),
        messages=MessageStore(engine, keys.fields),
        reschedulings=ReschedulingStore(engine, keys.fields),
        room_templates=RoomTemplateStore(engine),
    )


async def migrated(config: Config) -> None:
    """Bring the configured database to this build's schema."""
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(config.database)
    try:
        await migrate(engine)
    finally:
        await engine.dispose()
