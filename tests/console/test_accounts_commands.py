"""``policybot users`` and ``policybot audit``, on the database of the settings."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.accounts.errors import AccountError
from bot.cli import build
from bot.errors import BotError

GOOD = "Correct-horse-7"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An embedded database of the test's own."""
    monkeypatch.setenv("POLICYBOT_VAR_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "SECRET", "REDIS_URL"):
        monkeypatch.delenv(f"POLICYBOT_{name}", raising=False)
    return tmp_path / "policybot.sqlite3"


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(build(), arguments, input=stdin, catch_exceptions=False)


def ask(*arguments: str, stdin: str = "") -> Any:
    """The JSON that a command answers."""
    done = run(*arguments, "--json", stdin=stdin)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def add(login: str, *roles: str, password: str = GOOD) -> Any:
    named = [word for role in roles for word in ("--role", role)]
    return ask("users", "add", login, "--name", "张三", *named, stdin=f"{password}\n")


def test_accounts_are_added_listed_and_changed() -> None:
    assert "还没有账号" in run("users", "list").stdout
    (boss,) = add("boss", "administrator")
    assert boss["number"] == 1 and boss["must_change"] and not boss["disabled"]
    (agent,) = add("Zhang", "keeper", "agent")
    assert agent["login"] == "zhang" and agent["roles"] == ["agent", "keeper"]

    (renamed,) = ask("users", "edit", "zhang", "--name", "张六")
    assert renamed["name"] == "张六" and renamed["email"] is None
    assert ask("users", "disable", "zhang")[0]["disabled"] is True
    assert "停用" in run("users", "list").stdout
    assert ask("users", "enable", "zhang")[0]["disabled"] is False
    assert ask("users", "roles", "zhang", "--role", "auditor")[0]["roles"] == ["auditor"]
    assert ask("users", "reset", "zhang", "--totp", stdin="Wuhai-lantern-52\n")[0]["must_change"]
    assert [user["login"] for user in ask("users", "list")] == ["boss", "zhang"]

    rows = run("audit", "export", "--format", "json").stdout.splitlines()
    actions = [json.loads(row)["action"] for row in rows][::-1]
    assert actions == [
        "user.added",
        "user.added",
        "user.edited",
        "user.disabled",
        "user.enabled",
        "user.roles",
        "user.reset",
        "audit.exported",
    ]
    assert all("命令行" in json.loads(row)["name"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["add", "li", "--name", "李四", "--role", "boss"], GOOD, "auditor"),
        (["add", "李四", "--name", "李四", "--role", "agent"], GOOD, "账号要由"),
        (["add", "li", "--name", "李四", "--role", "agent"], "short", "10至128"),
        (["add", "li", "--name", "李四", "--role", "agent"], "", "10至128"),
        (["add", "boss", "--name", "李四", "--role", "agent"], GOOD, "已经有了"),
        (["add", "li", "--name", "李四", "--role", "agent", "--sso"], "", "邮箱"),
        (["add", "li", "--name", "李四", "--role", "agent", "--email", "x"], GOOD, "邮箱"),
        (["disable", "boss"], "", "最后一个"),
        (["roles", "boss", "--role", "agent"], "", "最后一个"),
        (["edit", "boss", "--email", "x"], "", "邮箱"),
        (["edit", "boss", "--name", ""], "", "姓名"),
        (["reset", "nobody"], GOOD, "没有这个账号"),
    ],
)
def test_what_cannot_be_done_is_explained(arguments: list[str], stdin: str, words: str) -> None:
    add("boss", "administrator")
    with pytest.raises(AccountError, match=words):
        run("users", *arguments, stdin=f"{stdin}\n")


def test_a_password_is_never_an_argument() -> None:
    assert run("users", "add", "li", "--name", "李", "--role", "agent", GOOD).exit_code == 2
    assert "password" not in run("users", "add", "--help").stdout.lower()


def test_an_account_for_the_identity_provider_has_no_password() -> None:
    email = ["--sso", "--email", "Li@Example.CN"]
    (user,) = ask("users", "add", "li", "--name", "李四", "--role", "agent", *email)
    assert user["email"] == "li@example.cn" and user["must_change"] is False


@pytest.mark.sqlite
def test_the_log_is_verified_and_a_change_is_found(database: Path) -> None:
    assert "共0条" in run("audit", "verify").stdout
    for login in ("boss", "zhang", "li"):
        add(login, "administrator")
    whole = run("audit", "verify")
    assert whole.exit_code == 0 and "第1条至第3条" in whole.stdout
    known = whole.stdout.strip().rsplit("：", 1)[1]
    assert run("audit", "verify", "--known", known).exit_code == 0
    other = run("audit", "verify", "--known", "3:" + "0" * 64)
    assert other.exit_code == 1 and "不一致" in other.stderr
    with pytest.raises(BotError, match="照抄"):
        run("audit", "verify", "--known", "3")

    with sqlite3.connect(database) as db:
        db.execute("DROP TRIGGER audit_entries_fixed")
        db.execute("UPDATE audit_entries SET subject = 'x' WHERE seq = 2")
    db.close()
    broken = run("audit", "verify")
    assert broken.exit_code == 1 and "第2条" in broken.stderr
    report = json.loads(run("audit", "verify", "--json").stdout)
    assert report["whole"] is False and report["broken"]["seq"] == 2


def test_the_export_takes_days() -> None:
    add("boss", "administrator")
    lines = run("audit", "export", "--until", "2020-01-01").stdout.splitlines()
    assert len(lines) == 1 and lines[0].startswith("\ufeff序号")
    lines = run("audit", "export", "--since", "2020-01-01").stdout.splitlines()
    assert len(lines) == 4 and "添加账号" in lines[-1]
    with pytest.raises(BotError, match="2022-08-01"):
        run("audit", "export", "--since", "去年")
