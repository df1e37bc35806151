"""The extractor as a part of a Rasa pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.extractor import default_extractor


class Stateless(GraphComponent):
    """A component that learns nothing: training data passes through like messages."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        self._config = config
        self._name = name

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Made from its settings and its name in the graph; nothing is stored with the model."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same as for messages."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, each with what this component adds."""
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PolicyExtractor(Stateless):
    """Sets what the text says as entities (facts, measures, places, dates, bare answers)."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no component learns from these entities."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                found = [_as_rasa(entity) for entity in default_extractor().read(text).entities]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _as_rasa(entity: Any) -> dict[str, Any]:
    return {
        "entity": entity.kind,
        "value": dict(entity.value),
        "start": entity.start,
        "end": entity.end,
        "extractor": "PolicyExtractor",
    }
