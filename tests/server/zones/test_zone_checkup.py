"""What `doctor` says of the folder of zone keys."""

from ipaddress import ip_address
from pathlib import Path

from server.findings import Installation, Level
from server.zone_checkup import zone_keys
from server.zones.keys import open_zone_keys


def installation(data: Path, keys: Path | None) -> Installation:
    return Installation(
        data=data,
        client=None,
        http_host="127.0.0.1",
        http_port=1,
        media_host="127.0.0.1",
        media_port=1,
        advertised=(ip_address("127.0.0.1"),),
        origin="http://localhost",
        zone_keys=keys,
    )


def test_keys_in_the_data_folder_are_warned_of_and_those_apart_are_well(tmp_path: Path) -> None:
    data, apart = tmp_path / "data", tmp_path / "zone-keys"
    assert zone_keys(installation(data, None)).level is Level.WARN
    assert zone_keys(installation(data, data / "keys" / "zones")).level is Level.WARN
    assert zone_keys(installation(data, apart)).level is Level.OK
    open_zone_keys(apart)
    assert zone_keys(installation(data, apart)).level is Level.OK
    apart.chmod(0o755)
    assert zone_keys(installation(data, apart)).level is Level.FAIL
