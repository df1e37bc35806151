"""没拖欠，我说错了: what was told is taken back by denying it in its own words."""

import re
from dataclasses import replace

from actions.case import Case
from actions.desk import Desk
from actions.fitting import asks
from actions.labels import labels_of
from actions.understanding import Reading, plain

_DENIAL = re.compile(r"(?:没有?|不是?|未|别)(?P<what>[^,，。;；!！?？\s]{2,})")


def taken_back(desk: Desk, case: Case, reading: Reading) -> Reading:
    """The message with the fact it denies set the other way, where it names one told before."""
    other = reading.facts.keys() - {"audience"} or reading.quantities or reading.measures
    if other or asks(desk, reading.text) or not (reading.is_correction or case.last.told):
        return reading
    names = [*case.last.told, *(reversed([*case.facts]) if reading.is_correction else ())]
    for denied in _DENIAL.finditer(reading.text):
        words = _pairs(re.sub(desk.wording.cues["of_correcting"], "", plain(denied["what"])))
        for name in names:
            if case.facts.get(name) is True and words & _words(desk, name):
                return replace(reading, facts={**reading.facts, name: False})
    return reading


def _words(desk: Desk, name: str) -> set[str]:
    """The pairs of characters that name a fact and say it is so."""
    fact = desk.kb.facts[name]
    said = [label.text for label in labels_of(fact) if label.value is True]
    return set[str]().union(*(_pairs(plain(text)) for text in (fact.name, *said)))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
