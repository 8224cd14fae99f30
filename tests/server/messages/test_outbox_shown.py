"""The operator reads at the terminal what nothing sent, marked as such."""

import io
from datetime import UTC, datetime

from rich.console import Console

from server.storage.messages import Channel, Content, Kind, MessageId, Progress, State
from server.terminal import show_messages

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_text_and_link_stand_whole_and_are_no_markup() -> None:
    progress = Progress(
        *(MessageId("m"), Kind.INVITATION, Channel.OUTBOX, "张伟[red]", "z***@example.com", None, None, State.SENT),
        *(1, None, None, NOON, NOON, None),
    )
    link = f"https://room.example/j/{'a' * 200}"
    out = io.StringIO()
    show_messages(Console(file=out, width=40), [(progress, Content("zhang@example.com", "邀请", f"[b]请打开 {link}"))])
    said = out.getvalue()
    assert "模拟发送" in said
    assert "张伟[red]" in said
    assert f"[b]请打开 {link}" in said
