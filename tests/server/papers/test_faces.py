"""What the press can print is asked once, and again where it could not say."""

import asyncio

from server.papers.faces import AGAIN_S, Faces
from tests.fakes import FontlessPress


class Watch:
    """A clock that stands still until it is put forward."""

    s = 0.0

    def now_s(self) -> float:
        return self.s


async def looked(faces: Faces, times: int = 1) -> None:
    """So many keys struck, and all that came of them done."""
    for _ in range(times):
        before = asyncio.all_tasks()
        faces.wanted()
        # Servers of other tests live in the same loop: wait for what this look began, and for nothing of theirs.
        await asyncio.gather(*(asyncio.all_tasks() - before))


async def test_fonts_that_came_later_are_learnt_at_a_later_look_and_not_asked_for_with_each_key() -> None:
    press, watch, told = FontlessPress(), Watch(), list[bool]()
    faces = Faces(press.coverage, watch.now_s)

    async def learnt() -> None:
        told.append(faces.known)

    faces.tell(learnt)
    await looked(faces, times=5)
    assert (press.asked, faces.known, faces.unprintable(["张"])) == (1, False, ())
    press.glyphs = {ord("张"): "zhang"}
    await looked(faces, times=5)
    assert press.asked == 1
    watch.s += AGAIN_S
    await looked(faces, times=5)
    assert (press.asked, told) == (2, [True])
    assert faces.unprintable(["张😀"]) == ("😀 U+1F600",)
