"""What went wrong at start or at the command line, as one sentence for the operator instead of a traceback."""

import errno
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from law.sentence import Sentence

BY_ERRNO: Final[Mapping[int, Sentence]] = {
    errno.ENOSPC: Sentence("磁盘已满，请清理后再试。", "The disk is full: free some space and try again."),
    errno.EDQUOT: Sentence("磁盘配额已用完。", "The disk quota is used up."),
    errno.EADDRINUSE: Sentence("端口已被占用，请另选端口。", "The port is in use: choose another one."),
    errno.EADDRNOTAVAIL: Sentence("本机没有这个监听地址。", "This machine does not have the address to listen on."),
}
BY_WORDS: Final[Mapping[str, Sentence]] = {
    "disk is full": BY_ERRNO[errno.ENOSPC],
    "readonly": Sentence("数据库文件不可写，请检查权限。", "The database cannot be written."),
    "unable to open": Sentence("无法打开数据库文件，请检查权限。", "The database cannot be opened."),
    "locked": Sentence("数据库正被另一个程序占用。", "Another program holds the database."),
    "not a database": Sentence("数据库文件已损坏，请从备份恢复。", "The database is damaged: restore it from backup."),
    "malformed": Sentence("数据库文件已损坏，请从备份恢复。", "The database is damaged: restore it from backup."),
}
"""Pieces of SQLite's own messages (sqlite3ErrStr)."""


def fault(error: BaseException) -> Sentence | None:
    """The sentence for a fault of this machine; None: it is a fault of ours, and its traceback is wanted."""
    for each in _chain(error):
        match each:
            case sqlite3.Error():
                return _sqlite(str(each))
            case PermissionError() | NotADirectoryError() | FileExistsError() | IsADirectoryError():
                return Sentence(f"无法写入 {each.filename}，请检查权限。", f"{each.filename} cannot be written.")
            case OSError() if each.errno is not None:
                unknown = Sentence(f"系统报告：{each.strerror}。", f"The system says: {each.strerror}.")
                return BY_ERRNO.get(each.errno, unknown)
    return None


def _sqlite(message: str) -> Sentence | None:
    return next((sentence for words, sentence in BY_WORDS.items() if words in message), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
