"""Facts told in words, and words that tell nothing of who speaks: words.yml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.extractor import Extractor
from tests.nlu.test_must_read import shown

CASES = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(extractor: Extractor, case: Mapping[str, Any]) -> None:
    assert shown(extractor, case["text"]) == dict(case)
