"""The last word on nonsense: a classifier is never unsure enough about what it has never seen."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import _Stateless
from bot.nlu.extractor import default_extractor

NONSENSE = "nonsense"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class ScopeGuard(_Stateless):
    """Turns an intent for which the text holds no evidence into nonsense."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`sure` is the confidence below which a text with no known content is nonsense."""
        return {"sure": 0.35}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: the guard judges messages, not examples."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Overrule the intent of each message that is nonsense."""
        for message in messages:
            reading = default_extractor().read(message.get(TEXT) or "")
            intent = message.get(INTENT) or {}
            if not reading.has_words or (
                not reading.entities
                and intent.get(PREDICTED_CONFIDENCE_KEY, 0.0) < self._config["sure"]
            ):
                verdict = {INTENT_NAME_KEY: NONSENSE, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, verdict, add_to_output=True)
        return messages
