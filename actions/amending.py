"""Facts set right by hand, not in words: what is kept of them is judged again at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions.advise import Turn, advise
from actions.case import Case
from actions.desk import Desk, text_reply
from actions.understanding import Reading
from actions.wording import Wording
from policy_kb import KnowledgeBase


def amend(
    kb: KnowledgeBase,
    case: Case,
    changes: Mapping[str, Any],
    today: date,
    wording: Wording | None = None,
) -> Turn:
    """One turn in which facts are set (JSON values) or taken back (None).

    Raises FactError when a value cannot be one of its fact's.
    """
    told = kb.check_facts(changes)
    desk = Desk(kb, today, wording or Wording())
    dropped = {
        name: case.facts[name] for name in changes if name in case.facts and name not in told
    }
    # a set is replaced by what is set now, not added to
    joined = {name for name in told if kb.facts[name].type == "set"}
    kept = {n: value for n, value in case.facts.items() if n not in dropped and n not in joined}
    reading = Reading(
        "", intent="tell_facts", confidence=1.0, facts=told, is_correction=bool(told), is_pick=True
    )
    turn = advise(kb, replace(case, facts=kept, asked=None), reading, today, desk.wording)
    if not dropped:
        return turn
    said = text_reply(desk.say("dropped", facts=desk.fact_texts(dropped)))
    return Turn(turn.case, [said, *turn.replies])
