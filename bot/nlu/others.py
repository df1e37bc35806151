"""Words said of a unit's leavers, hires or tenants, or of nobody at all, and not of the speaker.

没有人被辞退, 合同到期没续的8个 and 新招的里2个登记失业的 tell of a unit: dismissed, without work or
registered is not who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu.lexicon import Hit
from policy_kb.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[^,。!?;:、() ]*$")


@dataclass(frozen=True)
class Others:
    """The turns of phrase of nlu_data/lists/context.yml (`others`), ready for use."""

    none_before: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    traits_before: re.Pattern[str]
    trait_facts: frozenset[str]
    kinds: frozenset[str]
    kinds_after: re.Pattern[str]
    own: re.Pattern[str]
    nobody: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Others:
        """From the entry of the file."""
        names = ("none_before", "before", "after", "traits_before", "own", "nobody")
        words = {name: re.compile("|".join(data[name])) for name in names}
        return cls(
            **words,
            trait_facts=frozenset(data["traits"]),
            kinds=frozenset(data["kinds"]),
            kinds_after=re.compile(data["kinds_after"]),
        )

    def speak(self, text: str, hit: Hit, vocabulary: Vocabulary) -> bool:
        """Whether a hit that could tell of a person is said of others here."""
        owned = [s.target for s in hit.senses if s.kind in ("says", "choice", "frame")]
        personal = [fact for fact in owned if vocabulary.facts[fact].about == "individual"]
        if not personal:
            return False
        led = _CLAUSE.search(text, 0, hit.start)
        before = led[0] if led else ""
        if self.none_before.search(before):
            return True
        if self.own.search(before):
            return False
        if self.before.search(before) or self.after.match(text, hit.end):
            return True
        if self.kinds.intersection(personal) and self.kinds_after.match(text, hit.end):
            return True
        is_trait = self.trait_facts.issuperset(personal)
        return is_trait and bool(self.traits_before.search(before))
