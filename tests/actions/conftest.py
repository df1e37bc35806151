"""The real knowledge base, loaded once."""

import pytest

from policy_kb import KnowledgeBase, load


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return load()
