"""What the extractor found, as features for Rasa's own classifiers when they are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Stateless
from bot.nlu.extractor import default_extractor


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EvidenceFeaturizer(Stateless):
    """Adds to the features which kinds of things the extractor found, and how long the text is."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one dense feature vector to each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                row = np.array([default_extractor().read(text).seen.evidence], dtype=np.float32)
                self._add(message, row, FEATURE_TYPE_SENTENCE)
                tokens = len(message.get("text_tokens") or [])
                self._add(message, np.repeat(row, tokens, axis=0), FEATURE_TYPE_SEQUENCE)
        return messages

    def _add(self, message: Message, rows: np.ndarray[Any, Any], kind: str) -> None:
        alias = self._config.get(FEATURIZER_CLASS_ALIAS, self._name)
        message.add_features(Features(rows, kind, TEXT, alias))
