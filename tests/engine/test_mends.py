"""Each mend to Rasa, by itself. They change Rasa for good, so each runs in a process of its own."""

import subprocess
import sys

BEGIN = "from bot.engine import launcher\nlauncher.prepare()\nimport sys\n"


def run(code: str) -> str:
    """What the code prints after the launcher has prepared Rasa."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_the_server_comes_up_without_tensorflow_or_matplotlib() -> None:
    loaded = run("import rasa.server\nprint({'tensorflow', 'matplotlib'} & set(sys.modules))")
    assert loaded == "set()"


def test_what_was_deferred_is_there_when_used() -> None:
    code = """
import rasa.utils.train_utils
import rasa.utils.train_utils as again
assert "tensorflow" not in sys.modules
assert not hasattr(again, "no_such_name")
assert "tensorflow" not in sys.modules
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
assert "tensorflow" in sys.modules
print(again.rank_and_mask.__name__, DIETClassifier.__name__)
"""
    assert run(code) == "rank_and_mask DIETClassifier"


CHECK = """
from rasa.core.actions.action import RemoteAction
from jsonschema import ValidationError
action = RemoteAction("action_answer", None)
def check(answer):
    try:
        return action._validate_action_result(answer)
    except ValidationError:
        return "refused"
"""


def test_an_action_s_answer_is_still_checked() -> None:
    slot = {"event": "slot", "name": "a", "value": 1}
    good = [{"events": [], "responses": []}, {"events": [slot], "responses": [{}]}]
    bad = [
        {"events": [{"event": "slot"}]},
        {"events": [{"event": "nonsense"}]},
        {"events": {}},
        {"responses": ["text"]},
        [],
    ]
    results = run(f"{CHECK}print(*map(check, {good + bad!r}))").split()
    assert results == ["True"] * len(good) + ["refused"] * len(bad)


def test_no_validator_is_built_for_an_action_s_answer() -> None:
    code = """
import jsonschema
for kind in (jsonschema.Draft7Validator, jsonschema.Draft202012Validator):
    kind.check_schema = None
print(check({"events": [], "responses": [{}]}))
"""
    assert run(CHECK + code) == "True"


def test_events_are_still_found_by_their_type() -> None:
    code = """
from rasa.shared.core.events import Event, SlotSet
for _ in range(2):
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("no such type", SlotSet) is SlotSet
    try:
        Event.resolve_by_type("no such type")
    except ValueError:
        print("refused")
"""
    assert run(code) == "refused\nrefused"


def test_a_model_s_training_graph_is_not_resolved() -> None:
    code = """
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
node = {"needs": {}, "uses": "no.such.Component", "constructor_name": "create", "fn": "x",
        "config": {}, "eager": False, "is_target": False, "is_input": False, "resource": None}
metadata = ModelMetadata.from_dict({
    "trained_at": "2026-01-01T00:00:00", "rasa_open_source_version": "3.6.21", "model_id": "m",
    "assistant_id": "a", "domain": Domain.empty().as_dict(), "train_schema": {"nodes": {"n": node}},
    "predict_schema": {"nodes": {}}, "training_type": 1, "project_fingerprint": "f",
    "core_target": None, "nlu_target": "n", "language": "zh"})
print(metadata.model_id, len(metadata.train_schema.nodes))
"""
    assert run(code) == "m 0"


def test_nodes_run_in_order_and_only_those_a_target_needs() -> None:
    code = """
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

ran = []

def node(name, **needs):
    return SchemaNode(needs=needs, uses=object, constructor_name="create", fn="run", config={})

def step(name):
    def call(*outputs):
        ran.append(name)
        return name, sum(value for _, value in outputs)
    return call

schema = GraphSchema({
    "last": node("last", one="left", other="right"),
    "left": node("left", given="__input__"),
    "right": node("right", given="__input__", one="left"),
    "apart": node("apart", given="__input__"),
})
runner = DaskGraphRunner.__new__(DaskGraphRunner)
runner._graph_schema = schema
runner._instantiated_nodes = {name: step(name) for name in schema.nodes}
for given in (1, 5):
    print(runner.run({"__input__": given}, ["last", "left"]))
print(ran)
"""
    assert run(code).splitlines() == [
        "{'last': 3, 'left': 1}",
        "{'last': 15, 'left': 5}",
        "['left', 'right', 'last', 'left', 'right', 'last']",
    ]
