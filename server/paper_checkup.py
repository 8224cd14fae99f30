"""What `doctor` says about papers: can they be printed, timestamped and signed here."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes

from agreements.authority.folder import AuthorityFolder
from agreements.authority.places import AuthorityFault, TokenPlace
from agreements.authority.token import opened_token
from server.findings import Finding, Installation, Level

AUTHORITY: Final = "authority"
NAMES: Final = ("issuing", "tsa", "platform")
"""Keys that signing opens; the root's is never opened again."""


def paper_checks(installation: Installation) -> list[Finding]:
    """Every finding, in the order a person would mend them."""
    return [check(installation) for check in CHECKS]


def press(_: Installation) -> Finding:
    """Whether WeasyPrint's libraries and the fonts are there; looks by loading them, which takes a second."""
    try:
        from agreements import render  # noqa: PLC0415 - may fail for want of a library, which is what we ask

        render.warm()
    except Exception as error:  # noqa: BLE001 - whatever it is, papers cannot be printed
        return Finding(
            "press",
            Level.FAIL,
            f"协议书无法排版：{error}。",
            f"Papers cannot be printed: {error}.",
            "请安装 fonts-noto-cjk、libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0。",
            "Install fonts-noto-cjk, libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.",
        )
    return Finding("press", Level.OK, "协议书排版与字体可用。", "Papers can be printed; the fonts are there.")


def openssl(_: Installation) -> Finding:
    """Whether the command of our own timestamp authority is there."""
    found = shutil.which("openssl")
    if found is None:
        return Finding(
            "openssl",
            Level.FAIL,
            "没有 openssl 命令，自建时间戳无法签发。",
            "The openssl command is missing: our own timestamps cannot be issued.",
            "请安装 openssl，或设置 tsa_url。",
            "Install openssl, or set tsa_url.",
        )
    return Finding("openssl", Level.OK, f"openssl 位于 {found}。", f"openssl is at {found}.")


def authority(installation: Installation) -> Finding:
    """Whether the keys of the in-house authority open, and where they lie; there is none before the first agreement."""
    folder, key = installation.data / AUTHORITY, installation.data / "keys" / "authority.key"
    zh, en = _place(installation.token)
    if not folder.exists() and installation.token is None:
        made = "自建的证书与时间戳机构（测试）将在起草第一份协议时建立。"
        return Finding("authority", Level.OK, made, "The in-house 测试 authority is made with the first agreement.")
    try:
        root = _opened(folder, key, installation.token)
    except (AuthorityFault, OSError) as error:
        return Finding(
            "authority",
            Level.FAIL,
            f"自建机构的密钥（{zh}）打不开：{error}。",
            f"The authority's keys ({en}) do not open: {error}.",
            "请从备份恢复 authority 目录与 keys/authority.key；密钥在令牌中时，检查 pkcs11_* 设置和 PIN 文件。",
            "Restore the folder authority and keys/authority.key from backup; with a token, look at pkcs11_* and PIN.",
        )
    return Finding(
        "authority",
        Level.OK,
        f"自建机构（测试），密钥在{zh}；根证书 {root}。",
        f"The in-house authority (测试), its keys in {en}; root certificate {root}.",
    )


def _place(token: TokenPlace | None) -> tuple[str, str]:
    if token is None:
        return "数据目录的加密文件", "encrypted files of the data folder"
    return f"PKCS#11 令牌 {token.label}（{token.module}）", f"the PKCS#11 token {token.label} ({token.module})"


def _opened(folder: Path, key: Path, place: TokenPlace | None) -> str:
    """The root's fingerprint, every key having opened; where there is no authority yet, the token alone."""
    token = opened_token(place) if place else None
    if not folder.exists():
        return "—"
    found = AuthorityFolder(folder, key.read_bytes(), token)
    for name in NAMES:
        found.key(name)
    return f"SHA-256 {found.certificate('root').fingerprint(hashes.SHA256()).hex()} (authority/root.cert.pem)"


CHECKS: tuple[Callable[[Installation], Finding], ...] = (press, openssl, authority)
