"""Tiny knowledge bases made on the spot."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from policy_kb import KnowledgeBase
from tests.policy_kb.tiny import made


@pytest.fixture
def base(tmp_path: Path) -> Callable[..., KnowledgeBase]:
    """Makes the base of one measure x, or of several given by name."""
    numbers = count()

    def make(x: dict[str, Any] | None = None, **more: Any) -> KnowledgeBase:
        files = {
            key: more.pop(key)
            for key in ("facts", "extra", "documents", "regions", "industries")
            if key in more
        }
        measures = {**({"x": x} if x else {}), **more}
        return made(tmp_path / str(next(numbers)), measures, **files)

    return make
