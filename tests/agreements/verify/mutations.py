"""What can be done to a bundle, from a clumsy hand to an accomplice at the platform who signs the list again.

`outsiders`: nobody helps who has a key. `relisted`: the list fits the change, its signature does not. `insiders`: the
platform signs what it never made. `strangers`: another house, whose certificates bear the same names, signs.
"""

import asyncio
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes

from agreements.bundle.archive import stored
from agreements.bundle.bundle import Bundle
from agreements.bundle.chain import AnyRecord, BareRecord, ChainRecord
from agreements.bundle.making import DetachedSigner
from agreements.verify.archive import members
from tests.agreements.verify.sealed import SealedCase, certificate, packed, sealed_agreement, shut_of
from tests.agreements.verify.tampers import ADDED, CHANGED, flipped
from tests.agreements.verify.test_flips import classes

EACH = 4
"""Flipped bits of each class of bytes, and of each member."""
Mutation = tuple[str, bytes]


def outsiders(case: SealedCase, other: SealedCase, seed: int) -> Iterator[Mutation]:
    """On the ZIP, on its members, and with the matrix of tampers on the agreement."""
    chance = random.Random(seed)  # noqa: S311  # a failure must be thrown again
    whole = case.package
    for kind, places in classes(whole).items():
        for place in chance.sample(places, min(EACH, len(places))):
            yield f"flip {kind}", flipped(whole, place, 1 << chance.randrange(8))
    yield "junk behind", whole + b"\0"
    yield "cut off", whole[:-1]
    found, theirs = members(whole), members(other.package)
    for path, content in found.items():
        yield f"without {path}", stored({name: each for name, each in found.items() if name != path})
        yield f"emptied {path}", stored({**found, path: b""})
        if theirs.get(path, content) != content:
            yield f"exchanged {path}", stored({**found, path: theirs[path]})
        yield f"renamed {path}", stored({(name + "x" if name == path else name): each for name, each in found.items()})
        yield f"grown {path}", stored({**found, path: content + b"\n"})
    folder = next(iter(found)).partition("/")[0]
    for name in ("more.txt", "10_other/01_more.pdf", "proof/timestamps/09.tsr", "../escaped.txt", "/etc/passwd"):
        yield f"added {name}", stored({**found, f"{folder}/{name}": b"%PDF-1.7"})
    yield "reversed", stored(dict(reversed(found.items())))
    yield "climbing", stored({f"../{name}": each for name, each in found.items()})
    for renamed in ("..", "", "..\\..\\x", f"{folder[:-8]}19700101"):
        yield f"folder {renamed!r}", stored({name.replace(folder, renamed, 1): each for name, each in found.items()})
    for name, tamper in {**CHANGED, **ADDED}.items():
        path = f"{folder}/02_agreement.pdf"
        yield f"pdf {name}", stored({**found, path: tamper(found[path])})


def relisted(case: SealedCase) -> Iterator[Mutation]:
    """Every member altered, and the list made to say so."""
    found = members(case.package)
    folder = next(iter(found)).partition("/")[0]
    for path, content in found.items():
        if not path.endswith(("manifest.json", "manifest.sig")):
            altered = {**found, path: content + b"\n"}
            yield f"relisted {path}", stored({**altered, f"{folder}/manifest.json": list_of(altered, folder)})


def list_of(found: dict[str, bytes], folder: str) -> bytes:
    """The manifest, made to say what the files are."""
    manifest = json.loads(found[f"{folder}/manifest.json"])
    for each in manifest["files"]:
        content = found[f"{folder}/{each['path']}"]
        sm3 = hashes.Hash(hashes.SM3())
        sm3.update(content)
        sha256 = hashlib.sha256(content).hexdigest()
        each.update({"sha256": sha256, "sm3": sm3.finalize().hex(), "size": len(content)})
    return rfc8785.dumps(manifest)


def insiders(case: SealedCase, other: SealedCase) -> Iterator[Mutation]:
    """Papers, data and records that do not belong together, under the platform's own signature."""
    sign = case.house.seals.manifest_signature
    for name, given in _not_one_story(case, other):
        yield f"insider {name}", asyncio.run(packed(given, sign))


def _not_one_story(case: SealedCase, other: SealedCase) -> Iterator[tuple[str, Bundle]]:
    given, rest, document = case.given, case.given.papers[1:], case.document

    def with_paper(agreement: bytes, evidence: bytes) -> Bundle:
        return replace(given, papers=(sealed_agreement(document, agreement, evidence), *rest))

    for name, tamper in {**CHANGED, **ADDED}.items():
        yield name, with_paper(tamper(case.agreement), case.evidence)
    for number, revision in enumerate(case.revisions):
        yield f"14_rolled_back_{number}", with_paper(revision, case.evidence)
    yield "other evidence", with_paper(case.agreement, other.evidence)
    yield "other agreement", with_paper(other.agreement, case.evidence)
    yield "evidence twice", with_paper(case.evidence, case.evidence)
    yield "no agreement", replace(given, papers=rest)
    yield "agreement alone", replace(given, papers=(replace(given.papers[0], evidence=None), *rest))
    yield "agreement called unsealed", replace(given, papers=(replace(given.papers[0], sealed=False), *rest))
    yield "other data", replace(given, agreement_json=other.given.agreement_json)
    yield "other id", replace(given, facts=replace(given.facts, agreement="agr-0002"))
    yield "other case", replace(given, facts=replace(given.facts, case_no="（2026）别案"))
    page = asyncio.run(certificate(case.house, document, "（2026）别案"))
    yield "certificate of another case", replace(given, papers=(*given.papers, page))
    for index, event in enumerate(given.events):
        without = (*given.events[:index], *given.events[index + 1 :])
        yield f"record {index + 1} deleted", replace(given, events=without)
        for altered in _altered(event):
            events = (*given.events[:index], altered, *given.events[index + 1 :])
            yield f"record {index + 1} altered", replace(given, events=events)
    first, hidden = given.events[0], given.events[1]
    assert isinstance(first, ChainRecord)
    opened = replace(first, body='{"room":"room-2"}')
    yield "body of 1", replace(given, events=(opened, *given.events[1:]))
    yield (
        "record 2 told as another",
        replace(given, events=(first, replace(first, seq=2, hash=hidden.hash), *given.events[2:])),
    )
    shut: Any = shut_of(first)
    yield "record 1 shut as in the first version", replace(given, events=(shut, *given.events[1:]))
    yield "other chain", replace(given, events=other.given.events, head=other.given.head)
    yield "head of another key", replace(given, head=replace(given.head, public_key="00" * 32))
    yield "head moved", replace(given, head=replace(given.head, seq=given.head.seq - 1))
    yield "head signed anew", replace(given, head=replace(given.head, signature="00" * 64))


def _altered(event: AnyRecord) -> tuple[AnyRecord, ...]:
    if isinstance(event, BareRecord):
        return (replace(event, hash="0" * 64), replace(event, seq=event.seq + 1))
    return (
        replace(event, kind=f"{event.kind}x"),
        replace(event, at=f"{event.at}x"),
        replace(event, case=f"{event.case}x"),
    )


def strangers(case: SealedCase, stranger: SealedCase) -> Iterator[Mutation]:
    """Signed by whom the reader does not trust."""
    theirs: DetachedSigner = stranger.house.seals.manifest_signature
    yield "list of a stranger", asyncio.run(packed(case.given, theirs))
    paper = sealed_agreement(case.document, stranger.agreement, stranger.evidence)
    yield "papers of a stranger", asyncio.run(packed(replace(stranger.given, papers=(paper,)), theirs))
    own = case.house.seals.manifest_signature
    yield "papers of a stranger, list of the house", asyncio.run(packed(stranger.given, own))
