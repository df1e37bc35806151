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
run_nodes_in_order       For every run of its graph (three a turn) Rasa copies the schema, builds a
                         dask graph and schedules it: 1 to 2 ms for five nodes in a row. The order
                         is found once and the nodes are called in it.
ignore_commands          Text starting with "/" is read as a command by Rasa: ``/restart`` wipes
                         the conversation, ``/inform{...}`` injects entities, and text that only
                         looks like one is written to the log. A citizen's words are only words.
=======================  =====================================================================
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from importlib.abc import InspectLoader, Loader
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

Order = tuple[tuple[str, tuple[str, ...]], ...]
"""The nodes of a graph in the order they run in, each with the nodes whose output it takes."""

DEFERRED = ("rasa.utils.train_utils", "rasa.utils.plotting")


def before_import() -> None:
    """Apply the mends that must precede the first import of Rasa."""
    defer_imports()


def after_import() -> None:
    """Apply the mends that replace a part of Rasa; imports it."""
    skip_training_graph()
    check_actions_once()
    find_events_once()
    run_nodes_in_order()
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


def run_nodes_in_order() -> None:
    """Call the nodes of a graph one after the other, without a scheduler."""
    from rasa.engine.graph import GraphSchema
    from rasa.engine.runner.dask import DaskGraphRunner

    orders: WeakKeyDictionary[DaskGraphRunner, dict[tuple[str, ...], Order]] = WeakKeyDictionary()

    def order(schema: GraphSchema, targets: tuple[str, ...]) -> Order:
        needs = {
            name: tuple(node.needs.values())
            for name, node in schema.minimal_graph_schema(list(targets)).nodes.items()
        }
        names = TopologicalSorter(needs).static_order()
        return tuple((name, needs[name]) for name in names if name in needs)

    def run(
        self: DaskGraphRunner,
        inputs: dict[str, Any] | None = None,
        targets: list[str] | None = None,
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        known = orders.setdefault(self, {})
        if wanted not in known:
            known[wanted] = order(self._graph_schema, wanted)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in known[wanted]:
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    DaskGraphRunner.run = run


def ignore_commands() -> None:
    """Let text that starts with "/" pass through the pipeline like any other text."""
    from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler

    def process(self: RegexMessageHandler, messages: list[Any], domain: Any = None) -> list[Any]:
        return messages

    RegexMessageHandler.process = process
