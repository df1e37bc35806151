"""The linear model and the views of a text it counts."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.extractor import Extractor
from bot.nlu.features import Seen
from bot.nlu.grams import views
from bot.nlu.linear import LinearModel, Settings, fit

SETTINGS = Settings(seen_in=1)


def seen(text: str) -> Seen:
    tokens = tuple((at, at + 1, character) for at, character in enumerate(text))
    return Seen(tokens, (0.0,), text, tuple(text))


@pytest.fixture(scope="module")
def model() -> LinearModel:
    told = {"怎么领": "how", "咋领": "how", "领多少": "amount", "给多少钱": "amount", "你好": "hi"}
    examples = [views(seen(text)) for text in told]
    return fit(examples, [(float(label == "hi"),) for label in told.values()],
               list(told.values()), SETTINGS)  # fmt: skip


def best(model: LinearModel, text: str, evidence: float = 0.0) -> str:
    return model.labels[int(model.confidences(views(seen(text)), (evidence,)).argmax())]


def test_a_sentence_never_seen_goes_with_those_it_shares_most_with(model: LinearModel) -> None:
    assert best(model, "这个怎么领") == "how"
    assert best(model, "能给多少") == "amount"


def test_confidences_add_up_to_one(model: LinearModel) -> None:
    confidences = model.confidences(views(seen("怎么领")), (0.0,))
    assert confidences.sum() == pytest.approx(1.0, abs=1e-5)


def test_evidence_adds_to_the_grams(model: LinearModel) -> None:
    at = model.labels.index("hi")
    without, given = (model.confidences(views(seen("好")), (e,))[at] for e in (0.0, 1.0))
    assert given > without


def test_a_saved_model_says_the_same(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    again = LinearModel.load(tmp_path / "model.npz", SETTINGS)
    said = [each.confidences(views(seen("钱怎么领")), (0.0,)) for each in (model, again)]
    assert again.labels == model.labels
    assert np.allclose(*said, atol=1e-2)


def test_the_last_clause_is_seen_apart() -> None:
    by_token, by_character, _ = views(seen("有店,能返多少?"))
    assert "e < 能" in by_token and "t < 有" in by_token
    assert not any(gram.startswith("e") and "店" in gram for gram in by_token)
    assert "c 返 多 少" in by_character


def test_words_are_counted_as_they_are_cut(extractor: Extractor) -> None:
    assert "w 创业担保贷款" in views(extractor.read("创業擔保貸款怎么办").seen)[2]


def test_a_text_of_nothing_has_grams_all_the_same(extractor: Extractor) -> None:
    assert views(extractor.read("😀").seen)[0]
