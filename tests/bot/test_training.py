"""The model is trained when it is missing or older than its sources, and only then."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.training import KEPT, TrainingError, ensure_model, fingerprint, hold, model_path

TRAINS = """#!/bin/sh
while [ "$1" != --out ]; do shift; done
echo "Starting to train component 'JiebaTokenizer'."
echo model > "$2/$4.tar.gz"
"""
FAILS = "#!/bin/sh\necho 'InvalidRule: two rules contradict each other'\nexit 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with just the sources of a model."""
    root = tmp_path / "project"
    for name in ("nlu_data/intents", "bot/nlu", "requirements", "policy_kb"):
        (root / name).mkdir(parents=True)
    (root / "config.yml").write_text("pipeline: []\n")
    (root / "requirements/engine.txt").write_text("rasa==3.6.21\n")
    (root / "nlu_data/intents/greet.yml").write_text("nlu: []\n")
    (root / "bot/nlu/extractor.py").write_text("pass\n")
    return root


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose engine only pretends to train."""
    return Settings(var_dir=tmp_path / "var", engine_python=program(tmp_path, TRAINS))


def program(folder: Path, text: str) -> Path:
    path = folder / "python"
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_a_missing_model_is_trained_with_visible_progress(root: Path, settings: Settings) -> None:
    said: list[str] = []
    path = ensure_model(settings, said.append, root=root)
    assert path.read_text() == "model\n"
    assert path == model_path(settings, root)
    assert "首次启动" in said[0]
    assert "  JiebaTokenizer" in said


def test_a_fresh_model_is_not_trained_again(root: Path, settings: Settings) -> None:
    path = ensure_model(settings, print, root=root)
    said: list[str] = []
    assert ensure_model(settings, said.append, root=root) == path
    assert said == []


@pytest.mark.parametrize(
    "source",
    [
        "config.yml",
        "nlu_data/intents/greet.yml",
        "nlu_data/intents/new.yml",
        "bot/nlu/extractor.py",
    ],
)
def test_a_change_to_a_source_makes_the_model_old(
    root: Path, settings: Settings, source: str
) -> None:
    old = ensure_model(settings, print, root=root)
    (root / source).write_text("changed: true\n")
    said: list[str] = []
    assert ensure_model(settings, said.append, root=root) != old
    assert "有变化" in said[0]


def test_a_change_to_the_policies_needs_no_training(root: Path) -> None:
    before = fingerprint(root)
    (root / "policy_kb/facts.yml").write_text("- id: headcount\n")
    (root / "bot/nlu/__pycache__").mkdir()
    (root / "bot/nlu/__pycache__/extractor.pyc").write_text("")
    assert fingerprint(root) == before


def test_failed_training_shows_the_end_of_what_rasa_said(
    root: Path, settings: Settings, tmp_path: Path
) -> None:
    program(tmp_path, FAILS)
    with pytest.raises(TrainingError) as failed:
        ensure_model(settings, print, root=root)
    assert "two rules contradict each other" in failed.value.message
    assert str(settings.log_dir / "train.log") in failed.value.message
    assert not model_path(settings, root).exists()


def test_only_the_last_models_are_kept(root: Path, settings: Settings) -> None:
    for number in range(KEPT + 2):
        (root / "config.yml").write_text(f"language: {number}\n")
        newest = ensure_model(settings, print, root=root)
    kept = list(settings.models_dir.glob("*.tar.gz"))
    assert len(kept) == KEPT
    assert newest in kept


def test_the_model_of_a_running_engine_outlives_later_trainings(
    root: Path, settings: Settings
) -> None:
    model = ensure_model(settings, print, root=root)
    held = hold(model, settings)
    model.unlink()

    assert held.read_text() == "model\n"
    other = ensure_model(settings, print, root=root)
    assert hold(other, settings) == held
    assert hold(other, settings.model_copy(update={"engine_port": 5006})) != held
