"""Dialogue scripts: what is said, and what a person would check in the answer.

    title: 三十来号人的饭店，改成35人
    as_of: 2022-08-01          # sent with the first message; left out = today
    region: 通辽市              # likewise
    turns:
      - say: 我们饭店三十来号人，能领稳岗返还吗
        expect:
          facts: {headcount: {min: 25, max: 39}}      # these, whatever else is known
          verdicts: {job_retention_refund: {status: undetermined, yuan: 4500, min: 1, amount: 90%}}
          contains: [稳岗返还]    # in the replies together; not_contains likewise
          choices: [不知道]       # labels offered
          next_question: layoffs_last_year            # a fact, a list of possible ones, or null
          region: 通辽市
          as_of: 2022-08-01

`expect` holds for the state after the turn; every key may be left out. `facts: {x: null}` means
x is not known.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.serving import post

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """One scripted conversation and the file it stands in."""

    source: str
    content: Json

    @property
    def title(self) -> str:
        """Where it stands and what it shows."""
        return f"{self.source}: {self.content['title']}"


def scripts(folder: Path) -> Iterator[Script]:
    """Every script under `folder`; a file may hold several documents."""
    for path in sorted(folder.glob("*.yml")):
        for content in yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Strings):
            yield Script(path.stem, content)


def play(base: str, script: Script) -> None:
    """Speak every turn and check each answer; the assertion names the turn."""
    session = f"dialogue-{uuid.uuid4()}"
    setting = {key: script.content[key] for key in ("region", "as_of") if key in script.content}
    for number, turn in enumerate(script.content["turns"]):
        message = {
            "session_id": session,
            "message_id": turn.get("id", f"m{number}"),
            "text": turn["say"],
            **(setting if number == 0 else {}),
        }
        answer = post(base, "/api/v1/messages", message)
        faults = [*check(turn.get("expect", {}), answer)]
        assert not faults, f"turn {number + 1}「{turn['say']}」\n" + "\n".join(
            [*faults, "--- replies:", spoken(answer)]
        )


def check(expect: Json, answer: Json) -> Iterator[str]:
    """What in the answer is not as expected."""
    text = spoken(answer)
    for phrase in expect.get("contains", ()):
        if str(phrase) not in text:
            yield f"missing: {phrase}"
    for phrase in expect.get("not_contains", ()):
        if str(phrase) in text:
            yield f"must not occur: {phrase}"
    for name, value in expect.get("facts", {}).items():
        if answer["facts"].get(name) != value:
            yield f"fact {name}: {answer['facts'].get(name)!r}, expected {value!r}"
    labels = {c["text"] for reply in answer["replies"] for c in reply.get("choices", ())}
    for label in expect.get("choices", ()):
        if label not in labels:
            yield f"choice not offered: {label} (offered: {sorted(labels)})"
    for name in ("region", "as_of"):
        if name in expect and answer[name] != expect[name]:
            yield f"{name}: {answer[name]!r}, expected {expect[name]!r}"
    yield from _check_verdicts(expect.get("verdicts", {}), answer)
    yield from _check_question(expect, answer)


def spoken(answer: Json) -> str:
    """The replies as they would be read out."""
    return "\n".join(reply.get("text", "") for reply in answer["replies"])


def _check_verdicts(expected: Json, answer: Json) -> Iterator[str]:
    found = {verdict["measure"]: verdict for verdict in answer["verdicts"]}
    for measure, wanted in expected.items():
        if measure not in found:
            yield f"verdict {measure} missing (there are: {sorted(found)})"
            continue
        verdict = found[measure]
        amount = verdict.get("amount") or {}
        for key, value in wanted.items():
            got = verdict["status"] if key == "status" else amount.get(key)
            if key == "amount":
                if value not in amount.get("text", ""):
                    yield f"{measure}: amount {amount.get('text')!r}, expected {value!r}"
            elif got != value:
                yield f"{measure}: {key} {got!r}, expected {value!r}"


def _check_question(expect: Json, answer: Json) -> Iterator[str]:
    if "next_question" not in expect:
        return
    asked = (answer["next_question"] or {}).get("fact")
    wanted = expect["next_question"]
    if asked not in (wanted if isinstance(wanted, list) else [wanted]):
        yield f"next question: {asked!r}, expected {wanted!r}"


class _Strings(yaml.SafeLoader):
    """Dates stay the strings that JSON has."""


_Strings.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)
