"""What we change in Rasa 3.6.21, all of it, each with its reason and what it was measured to give.

Rasa OSS is at its last release, so these replace what an upgrade would have brought. Numbers were
taken on two cores.

=======================  =====================================================================
mend                     why
=======================  =====================================================================
defer_imports            Rasa's base classes import TensorFlow (for DIET and TED) and matplotlib
skip_training_graph      (for reports), and loading any model imports every component of the
                         training recipe, whether or not the pipeline has them: about 10 s of
                         the start and 430 MB of memory. Deferred, they are imported when used.
check_actions_once       Rasa builds and checks a JSON schema for every action call: 20 to 40 ms
                         a message, most of a turn. The same check with a validator built once
                         takes 0.3 ms.
find_events_once         To read a conversation back, Rasa walks the whole tree of event classes
                         for every event in it: 1 to 2 ms a message. What was found is kept.
ignore_commands          Text starting with "/" is read as a command by Rasa: ``/restart`` wipes
                         the conversation, ``/inform{...}`` injects entities, and text that only
                         looks like one is written to the log. A citizen's words are only words.
=======================  =====================================================================
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.abc import InspectLoader, Loader
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

DEFERRED = ("rasa.utils.train_utils", "rasa.utils.plotting")


def before_import() -> None:
    """Apply the mends that must precede the first import of Rasa."""
    defer_imports()


def after_import() -> None:
    """Apply the mends that replace a part of Rasa; imports it."""
    skip_training_graph()
    check_actions_once()
    find_events_once()
    ignore_commands()


class _DeferredModule(ModuleType):
    """A module that runs its code when something in it is first used.

    ``importlib.util.LazyLoader`` will not do: a second import of the module counts as use there,
    and so does skops's search of every module for names that this one has not.
    """

    def __init__(self, name: str, real: InspectLoader) -> None:
        super().__init__(name)
        self._real = real

    def __getattr__(self, name: str) -> Any:
        code = self._real.get_code(self.__name__)
        if code is None or name not in code.co_names:
            raise AttributeError(name)
        object.__setattr__(self, "__class__", ModuleType)
        self._real.exec_module(self)
        return getattr(self, name)


class _DeferringLoader(Loader):
    """Stands before a module's own loader and leaves the work to the module."""

    def __init__(self, real: InspectLoader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _DeferredModule(spec.name, self._real)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet: see ``_DeferredModule``."""


class _DeferringFinder:
    """Finds the deferred modules where they are, and puts the deferring loader before theirs."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in DEFERRED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, InspectLoader):
            spec.loader = _DeferringLoader(spec.loader)
        return spec


def defer_imports() -> None:
    """Import what trains and plots, and TensorFlow with it, only when it is used."""
    if _DeferringFinder not in sys.meta_path:
        sys.meta_path.insert(0, _DeferringFinder)


def skip_training_graph() -> None:
    """Read a model's metadata without resolving its training graph, which serving never runs."""
    from rasa.engine.storage.storage import ModelMetadata

    read = ModelMetadata.from_dict.__func__

    def from_dict(cls: type[ModelMetadata], serialized: dict[str, Any]) -> ModelMetadata:
        metadata: ModelMetadata = read(cls, {**serialized, "train_schema": {"nodes": {}}})
        return metadata

    ModelMetadata.from_dict = classmethod(from_dict)


def check_actions_once() -> None:
    """Check an action server's answer with a validator that is built once."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema, default=Draft202012Validator)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def find_events_once() -> None:
    """Remember which class an event's type name stands for."""
    from rasa.shared.core.events import Event

    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


def ignore_commands() -> None:
    """Let text that starts with "/" pass through the pipeline like any other text."""
    from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler

    def process(self: RegexMessageHandler, messages: list[Any], domain: Any = None) -> list[Any]:
        return messages

    RegexMessageHandler.process = process
