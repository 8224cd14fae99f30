"""Settings: where they come from, what they mean together, and what is said when they are wrong."""

from pathlib import Path
from typing import Any

import pytest

from server.config import PREFIX, load_config
from server.config_mistakes import ConfigRefused


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The process's environment is an input of the settings, not code of ours."""
    return monkeypatch


def mistakes(file: Path | None = None, **given: object) -> dict[str, str]:
    with pytest.raises(ConfigRefused) as refused:
        load_config(file, **given)
    assert all(zh and en for zh, en in refused.value.mistakes)
    return {en.partition(": ")[0]: en for _, en in refused.value.mistakes}


def test_without_any_setting_it_serves_this_machine_alone() -> None:
    config = load_config()
    assert (config.bind_host, config.port, config.address) == ("127.0.0.1", 8080, "http://localhost:8080")
    assert config.database == f"sqlite+aiosqlite:///{Path.cwd()}/data/mediation-room.sqlite3"
    assert config.origins == {f"http://{host}:8080" for host in ("localhost", "127.0.0.1", "[::1]")}
    assert config.advertised_addresses[0] == "127.0.0.1"
    assert config.media_port == 8082


def test_the_command_line_beats_the_environment_and_that_the_file(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "room.toml"
    file.write_text('port = 1001\nhelp_phone = "from the file"\norganisation = "from the file"\n')
    environment.setenv(f"{PREFIX}PORT", "1002")
    environment.setenv(f"{PREFIX}HELP_PHONE", "from the environment")
    config = load_config(file, port=1003, host=None)
    assert (config.port, config.help_phone, config.organisation) == (1003, "from the environment", "from the file")


def test_lists_in_the_environment_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv(f"{PREFIX}MEDIA_ADDRESSES", "192.0.2.7, 2001:db8::7")
    environment.setenv(f"{PREFIX}ALLOWED_ORIGINS", "https://Portal.example:443")
    config = load_config()
    assert config.advertised_addresses == ("192.0.2.7", "2001:db8::7")
    assert "https://portal.example" in config.origins


def test_every_mistake_is_told_at_once_and_no_value_with_it(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "room.toml"
    file.write_text('ports = 1\nproxy_hops = -1\nmetrics_token = "too-short"\n')
    environment.setenv(f"{PREFIX}PORT", "eighty")
    environment.setenv(f"{PREFIX}PROT", "80")
    found = mistakes(file, public_url="https://host/path", media_addresses=("here",), tls="yes")
    assert set(found) == {
        f"{PREFIX}PROT",
        "ports",
        "proxy_hops",
        "metrics_token",
        "port",
        "public_url",
        "media_addresses.0",
        "tls",
    }
    assert "too-short" not in str(found)


@pytest.mark.parametrize(("text", "says"), [(None, "cannot be read"), ("port = ", "not valid TOML")])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, text: str | None, says: str) -> None:
    file = tmp_path / "room.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ConfigRefused, match=says):
        load_config(file)


def test_the_file_may_be_named_in_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv(f"{PREFIX}CONFIG", "room.toml")
    load_config()


def test_under_a_certificate_of_our_own_phones_can_reach_it() -> None:
    config = load_config(tls="self", port=8443)
    assert config.bind_host == "0.0.0.0"  # noqa: S104
    assert config.address.startswith("https://")
    assert "https://localhost:8443" in config.origins


def test_behind_a_public_name_only_that_name_may_change_anything() -> None:
    config = load_config(public_url="https://Mediation.Example", allowed_origins=("https://portal.example",))
    assert config.address == "https://mediation.example"
    assert config.origins == {"https://mediation.example", "https://portal.example"}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"sms_url": "https://sms.example/send"}, "set together"),
        ({"sms_key": "k" * 32}, "set together"),
        ({"sms_url": "http://sms.example/send", "sms_key": "k" * 32}, "https"),
        ({"sms_url": "https://me:word@sms.example/send", "sms_key": "k" * 32}, "without a user name"),
        ({"sms_url": "https://sms.example/send?to=me", "sms_key": "k" * 32}, "without a user name"),
        ({"sms_url": "https://sms.example/send", "sms_key": "short"}, "32"),
    ],
)
def test_threat11_a_gateway_is_named_whole_and_reached_by_tls(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigRefused, match=says) as refused:
        load_config(**settings)
    assert "k" * 32 not in str(refused.value)


def test_a_gateway_on_this_machine_needs_no_tls() -> None:
    assert load_config(sms_url="http://127.0.0.1:9000/sms", sms_key="k" * 32).sms_url == "http://127.0.0.1:9000/sms"


def test_passwords_do_not_show_in_its_representation() -> None:
    config = load_config(
        database_url="postgresql+asyncpg://user:hidden@host/db",
        metrics_token="hidden-for-the-collector",
        sms_url="https://sms.example/send",
        sms_key="hidden-from-everybody-but-the-gateway",
    )
    assert "hidden" not in repr(config)
