"""The database's address as an operator writes it."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.settings import SettingsError

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse(address: str) -> URL:
    """The address with the driver we have; ``SettingsError`` for a database we do not know."""
    try:
        url = make_url(address)
    except ArgumentError:  # its words quote the password
        url = None
    if url is None or url.drivername not in _DRIVERS:
        raise SettingsError(
            "POLICYBOT_DATABASE_URL 的值不对：应如 postgresql://用户:密码@主机:5432/库名，"
            "或 sqlite:////目录/文件.sqlite3。密码里的 @ : / % 等要写成 %40 %3A %2F %25。"
        )
    return url.set(drivername=_DRIVERS[url.drivername])
