"""Whose case a text is, where it says so: 我们是… for a unit, 把我辞了 for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.mentions import Named
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Vocabulary

_SPEAKERS = {
    "enterprise": re.compile(
        r"我们|咱们|俺们|咱(?=[厂店公单])|我司|本店|本公司|我厂|我店|我公司|我单位|我开"
    ),
    "individual": re.compile(r"我(?![们司厂店国])|本人|俺(?!们)|老公|老婆|我爸|我妈|自己"),
    "institution": re.compile(r"我们|我(?![们国])|本"),
}


def audience_of(
    text: Text, facts: list[Found], named: Sequence[Named], vocabulary: Vocabulary
) -> list[Found]:
    """`facts` with the audience added where a pronoun and the facts agree on it.

    An audience told outright stands, but for a unit's name in a person's story (公司把我辞了).
    """
    who = text.context.viewpoint
    told = [one for one in facts if one.fact == "audience"]
    if told:
        return _as_employer(_as_person(text, facts, vocabulary), named, vocabulary)
    if who == "enterprise" and _only_for_institutions(named, vocabulary):
        who = "institution"
    if who is None or not (speaker := _SPEAKERS[who].search(text.text)):
        return facts
    owners = [vocabulary.facts[one.fact].about for one in facts]
    others = [owner for owner in owners if owner not in (who, "any")]
    if others and len(others) >= owners.count(who):
        return facts
    if who not in owners and not any(
        who in vocabulary.measures[one.measure].audience for one in named
    ):
        return facts
    return [*facts, Found("audience", who, speaker.start(), speaker.end())]


def _only_for_institutions(named: Sequence[Named], vocabulary: Vocabulary) -> bool:
    audiences = [vocabulary.measures[one.measure].audience for one in named]
    return bool(audiences) and all([*each] == ["institution"] for each in audiences)


def _as_employer(facts: list[Found], named: Sequence[Named], vocabulary: Vocabulary) -> list[Found]:
    """What serves others employs people too: 培训机构，20名老师，没裁员 speaks as an employer."""
    owners = [vocabulary.facts[one.fact].about for one in facts if one.fact != "industry"]
    audiences = [vocabulary.measures[one.measure].audience for one in named]
    for_employers = any("enterprise" in each for each in audiences)
    for_servers = any("institution" in each for each in audiences) or "institution" in owners
    if for_servers or not (for_employers or "enterprise" in owners):
        return facts
    return [
        replace(one, value="enterprise")
        if one.fact == "audience" and one.value == "institution"
        else one
        for one in facts
    ]


def _as_person(text: Text, facts: list[Found], vocabulary: Vocabulary) -> list[Found]:
    """Who tells only of a person's affairs is one, whatever his post: 我是会计，刚辞职.

    His unit, named in the story, is not who asks: 我单位没给交失业险，上个月把我辞了.
    """
    owners = {vocabulary.facts[one.fact].about for one in facts}
    if "individual" not in owners or "enterprise" in owners:
        return facts
    facts = [
        replace(one, value="individual")
        if one.fact == "audience" and text.text.startswith("我是", one.start)
        else one
        for one in facts
    ]
    if text.context.viewpoint != "individual":
        return facts
    return [one for one in facts if (one.fact, one.value) != ("audience", "enterprise")]
