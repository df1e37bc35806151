"""Addresses as an operator writes them: read, or refused without quoting the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from bot.shared import FallbackShared, SqlShared, make_shared
from bot.store import Store, address


def test_the_driver_need_not_be_named() -> None:
    for written in ("postgres", "postgresql", "postgresql+psycopg"):
        url = address.parse(f"{written}://bot:p%40ss@db:5432/policybot")

        assert url.drivername == "postgresql+psycopg"
        assert url.password == "p@ss"


@pytest.mark.parametrize("wrong", ["mysql://bot:hidden@db/policybot", "db.hidden", "hidden:@/x@y"])
def test_another_database_is_refused_in_plain_words(wrong: str) -> None:
    with pytest.raises(SettingsError, match="POLICYBOT_DATABASE_URL") as caught:
        Store(wrong)

    assert "hidden" not in str(caught.value)


def test_redis_is_used_where_it_is_set(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/bot.sqlite3")

    def settings(redis_url: str) -> Settings:
        return Settings(redis_url=redis_url, _env_file=None)

    assert isinstance(make_shared(settings(""), store), SqlShared)
    assert isinstance(make_shared(settings("redis://127.0.0.1:1/0"), store), FallbackShared)
    with pytest.raises(SettingsError, match="POLICYBOT_REDIS_URL") as caught:
        make_shared(settings("http://:hidden@127.0.0.1"), store)
    assert "hidden" not in str(caught.value)
