from pathlib import Path

import pytest
from aiortc import sdp

from signaling.media.thinning import FEW_ROWS, thinned

OFFERS = sorted((Path(__file__).parent / "offers").glob("*.sdp"))
RICH = [path for path in OFFERS if path.stem in ("chromium-full", "chromium-all-codecs", "firefox-esr")]
POOR = [path for path in OFFERS if path not in RICH]
PADDING = ["a=x"] * FEW_ROWS
MID = "urn:ietf:params:rtp-hdrext:sdes:mid"


def read(rows: list[str]) -> sdp.SessionDescription:
    return sdp.SessionDescription.parse("\r\n".join(rows))


@pytest.mark.parametrize("offer", POOR, ids=lambda path: path.stem)
def test_an_offer_of_few_codecs_stays_as_it_is(offer: Path) -> None:
    rows = offer.read_text().splitlines()
    assert thinned(rows, {"opus", "vp8"}, {MID}) == rows


@pytest.mark.parametrize("offer", RICH, ids=lambda path: path.stem)
def test_what_is_left_reads_as_before(offer: Path) -> None:
    rows = offer.read_text().splitlines()
    whole, thin = read(rows), read(thinned(rows, {"opus", "vp8"}, {MID}))
    assert len(whole.media) == len(thin.media)
    for before, after in zip(whole.media, thin.media, strict=True):
        wanted = [codec for codec in before.rtp.codecs if codec.mimeType.lower() in ("audio/opus", "video/vp8")]
        assert after.rtp.codecs == wanted
        assert after.rtp.headerExtensions == [each for each in before.rtp.headerExtensions if each.uri == MID]
        assert (after.fmt, after.dtls, after.ice, after.rtp.muxId) == (
            before.fmt,
            before.dtls,
            before.ice,
            before.rtp.muxId,
        )
        assert (after.ssrc, after.ssrc_group, after.direction) == (before.ssrc, before.ssrc_group, before.direction)


def test_an_offer_with_every_codec_loses_most_of_its_rows() -> None:
    rows = next(path for path in OFFERS if path.stem == "chromium-full").read_text().splitlines()
    assert len(thinned(rows, {"opus", "vp8"}, {MID})) < len(rows) / 2


@pytest.mark.parametrize(
    "row",
    ["a=rtpmap:98", "a=rtpmap:98 VP9", "a=rtpmap:x VP9/90000", "a=extmap:9", "a=extmap:9 a b", "a=fmtp:98 x=1"],
)
def test_what_cannot_be_read_stays_to_be_refused(row: str) -> None:
    assert row in thinned(["v=0", "m=video 9 UDP/TLS/RTP/SAVPF 98", row, *PADDING], {"vp8"}, {MID})


def test_a_payload_type_named_twice_stays() -> None:
    rows = [
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=rtpmap:96 VP9/90000",
        "a=rtpmap:96 VP8/90000",
        "a=fmtp:96 x=1",
        *PADDING,
    ]
    assert thinned(rows, {"vp8"}, {MID}) == rows


def test_text_without_lines_stays() -> None:
    assert thinned(["v=0"], {"vp8"}, {MID}) == ["v=0"]
