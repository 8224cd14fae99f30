"""The bundle's own rules: ten slots, an allow-list of zones, safe names, one route, bytes read piece by piece."""

import asyncio
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pikepdf
import pytest

from agreements.bundle.bundle import Bundle, NotForCourt, Paper, WrongRoute, laid, require_route
from agreements.bundle.contents import Held
from agreements.bundle.making import made, newest_token
from agreements.bundle.slots import PLACES, Slot, Unpackable, folder_of, path_of
from agreements.verify.archive import members
from law.zone import Zone
from tests.agreements.render.reading import copied
from tests.agreements.verify.sealed import MADE_AT, PRESS, SealedCase, archive

MEGABYTE = 1 << 20


def index_of(whole: bytes) -> bytes:
    return next(content for path, content in members(whole).items() if path.endswith("/00_index.pdf"))


def test_at53_the_index_has_ten_numbered_slots_and_says_none_where_there_is_nothing(case: SealedCase) -> None:
    index = index_of(case.package)
    text = copied(index)
    for slot, place in PLACES.items():
        assert f"{slot:02d}{place.title}" in text
    for slot in (Slot.APPLICATION, Slot.CERTIFICATE, Slot.CONSENT, Slot.SERVICE, Slot.UNDISPUTED, Slot.MINUTES):
        assert f"{PLACES[slot].title}无" in text
    assert "调解协议书无" not in text
    with pikepdf.open(io.BytesIO(index)) as pdf:
        told = json.loads(pdf.attachments["index.json"].get_file().read_bytes())
    assert [(slot["number"], len(slot["files"])) for slot in told["slots"]] == [
        (number, {2: 2, 4: 1, 9: 1}.get(number, 0)) for number in range(1, 11)
    ]
    listed = {each["path"]: each for slot in told["slots"] for each in slot["files"]}
    manifest = next(content for path, content in members(case.package).items() if path.endswith("manifest.json"))
    for each in json.loads(manifest)["files"]:
        if each["path"] in listed:
            assert (each["sha256"], each["size"]) == (listed[each["path"]]["sha256"], listed[each["path"]]["size"])
            assert each["sha256"] in text


@pytest.mark.parametrize("zone", [Zone.JOINT, Zone.CAUCUS, Zone.SIDE, Zone.MEDIATORS])
@pytest.mark.parametrize("slot", Slot)
def test_at39_no_slot_takes_a_paper_of_a_zone_that_stays(case: SealedCase, zone: Zone, slot: Slot) -> None:
    paper = Paper(slot, "方案", zone, Held(b"%PDF-1.7"), 1)
    with pytest.raises(NotForCourt):
        list(laid(replace(case.given, papers=(*case.given.papers, paper))))


def test_at53b_a_bundle_for_one_route_is_not_handed_in_by_another(case: SealedCase) -> None:
    require_route(case.given.facts, "confirmation")
    with pytest.raises(WrongRoute):
        require_route(case.given.facts, "court_paper")


def test_papers_of_one_slot_are_numbered_and_what_no_court_takes_has_no_place() -> None:
    pdf = {"mime": "application/pdf", "word": "paper"}
    assert path_of(Slot.MINUTES, 1, 1, **pdf) == "08_minutes.pdf"
    assert path_of(Slot.MINUTES, 2, 3, **pdf) == "08_minutes_2.pdf"
    assert path_of(Slot.IDENTITY, 7, 9, **pdf) == "04_identity/07_paper.pdf"
    for mime, word in (("text/html", "paper"), ("application/pdf", "../up"), ("application/pdf", "CON.x")):
        with pytest.raises(Unpackable):
            path_of(Slot.OTHER, 1, 1, mime=mime, word=word)


def test_the_reading_says_what_the_programs_do_not_look_at_on_one_page(case: SealedCase) -> None:
    reading = next(content for path, content in members(case.package).items() if path.endswith("/README_验证说明.pdf"))
    text = copied(reading)
    assert "不查证书吊销列表" in text
    assert "只有序号和哈希" in text
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        assert len(pdf.pages) == 1


def test_a_paper_called_sealed_that_nobody_signed_has_no_place() -> None:
    """A scan that has our marks inside is told by the registry; this says it where somebody forgot to ask."""
    with pytest.raises(Unpackable):
        newest_token(b"%PDF-1.7 certificate.json /ETSI.RFC3161")


def test_the_folder_has_no_sign_that_some_system_forbids() -> None:
    assert folder_of("（2026）某劳调字第00001号", "2026-11-22") == "（2026）某劳调字第00001号_20261122"
    assert folder_of("../..\\a:b*?<>|\0", "2026-11-22") == "______a_b_______20261122"


@dataclass(frozen=True)
class Endless:
    """A file that nobody has in memory: so many megabytes of one byte."""

    megabytes: int

    def chunks(self) -> Iterator[bytes]:
        piece = b"x" * (MEGABYTE // 4)
        for _ in range(4 * self.megabytes):
            yield piece


async def test_fifty_megabytes_pass_through_and_are_never_held(case: SealedCase) -> None:
    large = Paper(Slot.ATTACHMENTS, "录音", Zone.CASE, Endless(50), 1, word="applicant")
    given: Bundle = replace(case.given, papers=(*case.given.papers, large))
    await archive(given, case.house.seals.manifest_signature)  # what is printed and imported once
    tracemalloc.start()
    whole = await made(given, PRESS, case.house.seals.manifest_signature, MADE_AT)
    size = await asyncio.to_thread(lambda: sum(map(len, whole.chunks())))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == whole.size > 50 * MEGABYTE
    assert peak < 8 * MEGABYTE, peak
