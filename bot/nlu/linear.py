"""A linear classifier over counted grams and given evidence: fitted by scikit-learn, applied here.

Applying it takes a few hundred rows of a matrix, so an engine that only answers loads neither
scikit-learn nor a pickle.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Views = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Settings:
    """How a model is fitted. `strength`: the inverse of regularisation; `seen_in`: the least number
    of sentences a gram must occur in; `evidence`: the weight of evidence beside grams;
    `sharpness`: what scores are multiplied with before they become confidences."""

    strength: float = 0.4
    seen_in: int = 2
    evidence: float = 0.3
    sharpness: float = 4.0


@dataclass(frozen=True)
class LinearModel:
    """`rows` gives each gram its row in `weights` (grams x labels), `rarity` its weight there.

    `evidence` (evidence x labels) weighs what is given beside grams, `bias` holds one number for
    each label.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    evidence: np.ndarray[Any, Any]
    bias: np.ndarray[Any, Any]
    settings: Settings

    def confidences(self, views: Views, evidence: Sequence[float]) -> np.ndarray[Any, Any]:
        """One number for each label, all of them adding up to 1."""
        scores = self.bias + np.asarray(evidence, dtype=np.float32) @ self.evidence
        for view in views:
            rows, values = _weighed(view, self.rows, self.rarity)
            scores = scores + values @ self.weights[rows].astype(np.float32)
        powers = np.exp(self.settings.sharpness * (scores - scores.max()))
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def save(self, file: Path) -> None:
        """Write the model, half precision being enough for it."""
        np.savez_compressed(
            file,
            labels=np.array(self.labels),
            grams=np.array(sorted(self.rows, key=self.rows.__getitem__)),
            rarity=self.rarity,
            weights=self.weights.astype(np.float16),
            evidence=self.evidence,
            bias=self.bias,
        )

    @classmethod
    def load(cls, file: Path, settings: Settings) -> LinearModel:
        """The model that `save` wrote; `settings` say how its confidences are made."""
        with np.load(file, allow_pickle=False) as saved:
            grams = saved["grams"].tolist()
            return cls(
                tuple(saved["labels"].tolist()),
                dict(zip(grams, range(len(grams)), strict=True)),
                saved["rarity"],
                saved["weights"],
                saved["evidence"],
                saved["bias"],
                settings,
            )


def fit(
    examples: Sequence[Views],
    evidence: Sequence[Sequence[float]],
    labels: Sequence[str],
    settings: Settings,
) -> LinearModel:
    """The model that tells these labels apart: one linear margin for each."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    counts = Counter(gram for views in examples for view in views for gram in set(view))
    kept = sorted(gram for gram, count in counts.items() if count >= settings.seen_in)
    rows = dict(zip(kept, range(len(kept)), strict=True))
    rarity = np.array(
        [math.log((1 + len(examples)) / (1 + counts[gram])) + 1 for gram in kept], dtype=np.float32
    )
    table = sparse.csr_matrix(np.asarray(evidence, dtype=np.float32) * settings.evidence)
    parts = [_matrix(view, rows, rarity) for view in zip(*examples, strict=True)]
    machine = LinearSVC(C=settings.strength, random_state=1)
    machine.fit(sparse.hstack([sum(parts[1:], parts[0]), table]).tocsr(), list(labels))
    weights = machine.coef_.T.astype(np.float32)
    return LinearModel(
        tuple(map(str, machine.classes_)),
        rows,
        rarity,
        weights[: len(kept)],
        weights[len(kept) :] * np.float32(settings.evidence),
        machine.intercept_.astype(np.float32),
        settings,
    )


def _matrix(
    view: Iterable[Sequence[str]], rows: Mapping[str, int], rarity: np.ndarray[Any, Any]
) -> Any:
    """The weighed grams of one view of every example, as a sparse matrix."""
    from scipy import sparse

    found = [_weighed(grams, rows, rarity) for grams in view]
    ends = np.cumsum([0, *(len(at) for at, _ in found)])
    columns = np.concatenate([at for at, _ in found])
    values = np.concatenate([value for _, value in found])
    return sparse.csr_matrix((values, columns, ends), shape=(len(found), len(rows)))


def _weighed(
    grams: Sequence[str], rows: Mapping[str, int], rarity: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The rows of the known grams of one view and their weights, of length 1 together."""
    counts = Counter(rows[gram] for gram in grams if gram in rows)
    at = np.fromiter(counts, dtype=np.int64, count=len(counts))
    times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    values = (1 + np.log(times)) * rarity[at]
    length = float(np.sqrt((values * values).sum()))
    return at, np.asarray(values / length if length else values, dtype=np.float32)
