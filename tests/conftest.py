"""Fixtures that several rooms' tests share."""

from collections.abc import Iterator

import pytest

from tests.serving import served

pytest_plugins = ["tests.services"]
pytest.register_assert_rewrite("tests.policies.checks")


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real system, started once for the whole run."""
    with served(tmp_path_factory.mktemp("served")) as base:
        yield base
