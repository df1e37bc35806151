"""Settings: every mistake is one Chinese line that names the variable; secrets have no default."""

from pathlib import Path

import pytest

from bot.settings import PREFIX, ROOT, Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")


def test_the_defaults_are_for_one_machine() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.engine_port) == ("127.0.0.1", 8000, 5005)
    assert settings.engine_url == "http://127.0.0.1:5005"
    assert settings.database == f"sqlite:///{ROOT}/var/policybot.sqlite3"
    assert settings.as_of is None


def test_a_missing_secret_stops_the_start_and_says_which() -> None:
    with pytest.raises(SettingsError, match="POLICYBOT_ENGINE_TOKEN"):
        load_settings().require_engine_token()


def test_a_short_secret_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYBOT_ENGINE_TOKEN", "hunter2")
    with pytest.raises(SettingsError, match="太短") as refused:
        load_settings()
    assert "hunter2" not in refused.value.message


def test_a_secret_does_not_show_when_settings_are_printed() -> None:
    assert "t" * 20 not in repr(Settings(engine_token="t" * 20))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("POLICYBOT_PORT", "八千", "应为整数"),
        ("POLICYBOT_PORT", "0", "太小"),
        ("POLICYBOT_ENGINE_PORT", "70000", "太大"),
        ("POLICYBOT_AS_OF", "2022年8月", "应为日期"),
        ("POLICYBOT_ENGINE_TIMEOUT", "fast", "应为数字"),
    ],
)
def test_a_wrong_value_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name} 的值不对：{said}"):
        load_settings()


def test_the_two_ports_must_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYBOT_PORT", "5005")
    with pytest.raises(SettingsError, match="POLICYBOT_ENGINE_PORT 不能相同"):
        load_settings()


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYBOT_PORT", "")
    assert load_settings().port == 8000


def test_the_example_file_documents_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"{PREFIX}{name.upper()}=" in example
        assert field.description and field.description in example.replace("\n# ", "")
