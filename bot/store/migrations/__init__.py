"""The database's history: ``upgrade`` brings any database of ours to the tables of today.

Several processes may start at once on one database; they take turns.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

BEFORE_ALEMBIC = "0001"  # the tables that the first release made without keeping a history
_ONE_AT_A_TIME = 0x706F6C6963  # any number, as long as every process takes the same


def config() -> Config:
    """Alembic's configuration; there is no file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return made


def upgrade(engine: Engine) -> None:
    """Runs what is missing up to the newest migration, all or nothing."""
    with engine.begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        _upgrade(db)


def _upgrade(db: Connection) -> None:
    settings = config()
    settings.attributes["connection"] = db
    present = MigrationContext.configure(db).get_current_revision()
    if present == ScriptDirectory.from_config(settings).get_current_head():
        return
    if present is None and inspect(db).has_table("sessions"):
        command.stamp(settings, BEFORE_ALEMBIC)
    command.upgrade(settings, "head")
