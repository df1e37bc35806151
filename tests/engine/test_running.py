"""The engine as the app meets it: one door, a token, whole answers, and no text in its log."""

import json
import re
from pathlib import Path

import pytest

from tests.engine.client import TOKEN, Engine

CUSTOM = {"replies": [{"kind": "text", "text": "第一\n\n第二"}]}


def test_a_message_comes_back_as_the_action_s_whole_payload(engine: Engine) -> None:
    status, answer = engine.say("能领稳岗返还吗", "whole")
    assert (status, answer) == (200, {"messages": [CUSTOM]})
    call = engine.calls[-1]
    assert call["next_action"] == "action_answer"
    assert call["tracker"]["latest_message"]["metadata"] == {"case": {"n": 1}}
    assert call["tracker"]["latest_message"]["text"] == "能领稳岗返还吗"
    assert call["tracker"]["latest_message"]["message_id"] == "m1"


def test_the_action_server_gets_the_token_and_not_the_domain(engine: Engine) -> None:
    engine.say("你好", "token")
    assert engine.calls[-1]["authorization"] == f"Bearer {TOKEN}"
    assert "domain" not in engine.calls[-1]


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", "\u3000/greet", '\n/ask{"case": "stolen"}', "/greet@1.0"]
)
def test_a_slash_is_only_a_character(engine: Engine, text: str) -> None:
    sender = f"slash {text!r}"
    engine.say("你好", sender)
    before = len(engine.calls[-1]["tracker"]["events"])
    assert engine.say(text, sender) == (200, {"messages": [CUSTOM]})
    latest = engine.calls[-1]["tracker"]["latest_message"]
    assert latest["text"] == text.strip()
    assert latest["entities"] == []
    assert latest["intent"]["confidence"] < 1.0
    assert len(engine.calls[-1]["tracker"]["events"]) > before, "the conversation was wiped"


def test_a_slash_is_only_a_character_when_parsing_alone(engine: Engine) -> None:
    status, parsed = engine.send(f"/model/parse?token={TOKEN}", {"text": '/ask{"case": "stolen"}'})
    assert status == 200
    assert parsed["entities"] == []
    assert parsed["intent"]["confidence"] < 1.0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/app/messages"),
        ("GET", "/webhooks/app/ready"),
        ("GET", "/conversations/a/tracker"),
        ("POST", "/conversations/a/tracker/events"),
        ("POST", "/conversations/a/trigger_intent"),
        ("POST", "/model/parse"),
        ("POST", "/model/train"),
        ("GET", "/domain"),
        ("GET", "/status"),
    ],
)
def test_nothing_answers_without_the_token(engine: Engine, method: str, path: str) -> None:
    body = {"sender": "a", "text": "你好"}
    assert engine.send(path, body, token="wrong", method=method)[0] == 401


def test_there_is_no_other_door(engine: Engine) -> None:
    assert engine.send("/webhooks/rest/webhook", {"sender": "a", "message": "你好"})[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {"text": "你好"},
        {"sender": "a"},
        {"sender": "a", "text": "  "},
        {"sender": 1, "text": "你好"},
        {"sender": "a", "text": "你好", "metadata": []},
    ],
)
def test_a_message_of_the_wrong_form_is_refused(engine: Engine, body: object) -> None:
    status, answer = engine.send("/webhooks/app/messages", body)
    assert status == 400
    assert "sender" in answer["error"]


def test_a_garbled_action_answer_leaves_the_conversation_usable(engine: Engine) -> None:
    assert engine.say("坏，能领稳岗返还吗", "garbled")[1] == {"messages": []}
    assert engine.say("能领稳岗返还吗", "garbled")[1] == {"messages": [CUSTOM]}


def test_a_long_conversation_does_not_travel_whole(engine: Engine) -> None:
    sizes = []
    for _ in range(12):
        engine.say("能领稳岗返还吗", "long")
        sizes.append(len(engine.calls[-1]["tracker"]["events"]))
    assert max(sizes) <= 20
    assert engine.calls[-1]["tracker"]["slots"]["case"] == {"n": 2}


def test_no_text_of_a_user_reaches_the_log(engine: Engine) -> None:
    for text in ("我的身份证号是机密", '/ask{"机密"', "/机密 机密", "坏机密"):
        engine.say(text, "secretive")
    engine.send("/webhooks/app/messages", b'{"text": "\xe6\x9c\xba\xe5\xaf\x86"')
    log = engine.log.read_text(encoding="utf-8")
    assert "机密" not in log
    assert json.dumps("机密")[1:-1] not in log
    assert "secretive" not in log


def test_it_listens_on_loopback_only(engine: Engine) -> None:
    table = Path(f"/proc/{engine.pid}/net/tcp").read_text().splitlines()[1:]
    port = f"{engine.port:04X}"
    listening = [row.split()[1] for row in table if row.split()[3] == "0A"]
    assert [a for a in listening if a.endswith(f":{port}")] == [f"0100007F:{port}"]


def test_a_pipeline_without_tensorflow_does_not_load_it(engine: Engine) -> None:
    libraries = Path(f"/proc/{engine.pid}/maps").read_text()
    assert "tensorflow" not in libraries
    status = Path(f"/proc/{engine.pid}/status").read_text()
    resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]
    assert resident < 450, f"{resident} MB"
