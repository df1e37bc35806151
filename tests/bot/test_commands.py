"""The command line: judging without a server, and readable refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import build, talking
from bot.errors import BotError


def run(*arguments: str, stdin: str = "") -> str:
    result = CliRunner().invoke(build(), arguments, input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_judging_a_file_of_facts(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"audience": "enterprise", "headcount": 28, "layoff_rate": 0}', "utf-8")
    arguments = ["--region", "包头市", "--as-of", "2022-08-01", "--facts", str(facts)]
    judged: dict[str, Any] = json.loads(run("judge", *arguments, "--json"))

    assert judged["region"] == "包头市" and judged["as_of"] == "2022-08-01"
    refund = next(one for one in judged["verdicts"] if one["measure"] == "job_retention_refund")
    assert refund["status"] == "eligible"
    assert "可以享受\t失业保险稳岗返还" in run("judge", *arguments)


def test_facts_from_standard_input_and_only_one_measure() -> None:
    arguments = ["--as-of", "2022-08-01", "--facts", "-", "--measure", "skill_upgrade_subsidy"]
    judged = json.loads(run("judge", *arguments, "--json", stdin="{}"))

    assert [one["measure"] for one in judged["verdicts"]] == ["skill_upgrade_subsidy"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["--region", "亚特兰蒂斯"], "", "亚特兰蒂斯"),
        (["--as-of", "2022-8-1"], "", "2022-08-01"),
        (["--facts", "-"], "{", "第1行"),
        (["--facts", "-"], "[]", "对象"),
        (["--facts", "nowhere.json"], "", "nowhere.json"),
        (["--facts", "-"], '{"headcount": NaN}', "数字"),
        (["--facts", "-"], '{"headcount": -5}', "职工人数"),
        (["--measure", "nothing"], "", "kb show"),
    ],
)
def test_what_cannot_be_judged_is_explained(arguments: list[str], stdin: str, words: str) -> None:
    with pytest.raises(BotError) as caught:
        run("judge", "--as-of", "2022-08-01", *arguments, stdin=stdin)
    assert words in caught.value.message


def test_the_knowledge_base_is_sound_and_can_be_shown() -> None:
    assert json.loads(run("kb", "validate", "--json"))["valid"] is True
    assert "没有错误" in run("kb", "validate")
    assert "skill_upgrade_subsidy" in run("kb", "show", "--as-of", "2022-08-01")
    shown = run("kb", "show", "技能提升补贴", "--as-of", "2022-08-01")
    assert "内人社办发〔2022〕86号" in shown
    with pytest.raises(BotError, match="kb show"):
        run("kb", "show", "火箭补贴")


def test_judging_loads_nothing_of_the_server() -> None:
    slow = ["fastapi", "httpx", "rasa_sdk", "spacy", "sqlalchemy", "uvicorn"]
    code = f"""
import sys
from bot.cli import build
build()(["judge", "--json", "--as-of", "2022-08-01"], standalone_mode=False)
print([name for name in {slow!r} if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["verdicts"]
    assert done.stderr.strip() == "[]"


def test_a_number_picks_a_quick_reply_and_any_other_number_is_an_answer() -> None:
    choices = [{"text": "30人及以下", "say": "30人及以下"}, {"text": "超过30人"}]

    assert talking._picked("1", choices) == "30人及以下"
    assert talking._picked("2", choices) == "超过30人"
    assert talking._picked("35", choices) == "35"
    assert talking._picked("三", choices) == "三"
    assert talking._picked("1", []) == "1"
