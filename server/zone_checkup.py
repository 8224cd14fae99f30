"""What `doctor` says about the keys of private zones: whether others can read them, and what backs them up."""

import stat

from server.findings import Finding, Installation, Level


def zone_keys(installation: Installation) -> Finding:
    """Whether the keys lie apart from what they seal, for the server's user alone."""
    folder = installation.zone_keys or installation.data / "zone-keys"
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding(
            "zone_keys",
            Level.FAIL,
            f"保密区密钥目录 {folder} 可被其他用户读取。",
            f"The folder of zone keys {folder} can be read by others.",
            f"请运行 chmod 700 {folder}。",
            f"Run chmod 700 {folder}.",
        )
    if folder.absolute().is_relative_to(installation.data.absolute()):
        return Finding(
            "zone_keys",
            Level.WARN,
            f"保密区密钥在数据目录之内（{folder}），随数据一起备份后，到期销毁就不起作用。",
            f"Zone keys lie in the data folder ({folder}): backed up with it, their destruction would be undone.",
            "备份数据目录时请排除它，或用 zone_keys 设置到别处，其备份保留不超过几天。",
            "Leave it out of the data folder's backups, or set zone_keys elsewhere and back it up for a few days only.",
        )
    return Finding("zone_keys", Level.OK, f"保密区密钥在 {folder}。", f"Zone keys are in {folder}.")
