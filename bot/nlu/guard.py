"""The last word on nonsense: a classifier is never unsure enough about what it has never seen."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import Stateless
from bot.nlu.extractor import Reading, default_extractor

NONSENSE = "nonsense"
_BARE = frozenset(
    {"tell_facts", "affirm", "deny", "dont_know", "skip", "correct", "out_other_region"}
)
"""What a text can be that is nothing but a number, a place or a date."""
_ANSWERS = {"yes": "affirm", "no": "deny", "unknown": "dont_know"}
_OUTSIDE = {"other_bureau": "out_other_bureau", "general": "out_general"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ScopeGuard(Stateless):
    """Turns an intent for which the text holds no evidence into the one it has evidence for."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sure`: the confidence below which a text that says nothing known is nonsense; `likely`:
        the one from which a question is ours though its only known word is somebody else's."""
        return {"sure": 0.12, "likely": 0.4}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: the guard judges messages, not examples."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrule the intent of each message that cannot be what the classifier says."""
        for message in messages:
            intent = message.get(INTENT) or {}
            name = str(intent.get(INTENT_NAME_KEY) or NONSENSE)
            confidence = float(intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
            reading = default_extractor().read(message.get(TEXT) or "")
            limits = self._config["sure"], self._config["likely"]
            ruled = overruled(name, confidence, reading, *limits)
            if ruled != name:
                verdict = {INTENT_NAME_KEY: ruled, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, verdict, add_to_output=True)
        return messages


def overruled(name: str, confidence: float, reading: Reading, sure: float, likely: float) -> str:
    """The intent to go by instead of the classifier's `name`, or `name` itself."""
    if reading.seen.is_noise:
        return NONSENSE
    if reading.seen.is_bare and name not in _BARE:
        return "tell_facts"
    if name.startswith("ask_") and reading.seen.outside and confidence < likely:
        return _OUTSIDE[reading.seen.outside]
    if confidence < sure and not reading.entities and not reading.seen.has_words:
        return NONSENSE
    if name == NONSENSE:
        return _by_entities(reading)
    return name


def _by_entities(reading: Reading) -> str:
    """What a text that looks like nonsense is all the same: a denial, facts in unseen words."""
    for entity in reading.entities:
        if entity.kind == "answer":
            return _ANSWERS[next(iter(entity.value))]
    kinds = {entity.kind for entity in reading.entities}
    return "tell_facts" if kinds & {"fact", "region"} else NONSENSE
