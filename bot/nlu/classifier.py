"""The classifier of intents as a part of a Rasa pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.extractor import default_extractor
from bot.nlu.grams import views
from bot.nlu.linear import LinearModel, Settings, fit

_FILE = "intents.npz"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PolicyIntentClassifier(GraphComponent):
    """Tells the intent of a text by the grams of three views of it and by what was found in it."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        names = Settings.__dataclass_fields__
        self._settings = Settings(**{name: config[name] for name in names})
        self._storage, self._resource = storage, resource
        self._model: LinearModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of `linear.Settings`."""
        return dict(vars(Settings()))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PolicyIntentClassifier:
        """One that is yet to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PolicyIntentClassifier:
        """The one that was trained and stored."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = LinearModel.load(folder / _FILE, component._settings)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to the examples of every intent and store it."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        seen = [default_extractor().read(message.get(TEXT)).seen for message in examples]
        self._model = fit(
            [views(each) for each in seen],
            [each.evidence for each in seen],
            [str(message.get(INTENT)) for message in examples],
            self._settings,
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has a text."""
        for message in messages:
            if (text := message.get(TEXT)) and self._model:
                ranked = self._ranked(self._model, text)
                message.set(INTENT, ranked[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranked[:_RANKED], add_to_output=True)
        return messages

    def _ranked(self, model: LinearModel, text: str) -> list[dict[str, Any]]:
        seen = default_extractor().read(text).seen
        confidences = model.confidences(views(seen), seen.evidence).tolist()
        best_first = sorted(zip(confidences, model.labels, strict=True), reverse=True)
        return [
            {INTENT_NAME_KEY: label, PREDICTED_CONFIDENCE_KEY: confidence}
            for confidence, label in best_first
        ]
