"""Finding measures by name, nickname, document, or nearly so."""

import datetime
from collections.abc import Callable

import pytest

from policy_kb import KnowledgeBase, RegionError, search
from tests.policy_kb.tiny import measure, provision

Base = Callable[..., KnowledgeBase]


@pytest.fixture
def kb(base: Base) -> KnowledgeBase:
    return base(
        measure(provision(), name="失业保险稳岗返还", aliases=["稳岗补贴"], order=2),
        y=measure(
            provision(document="e1", to="2022-12-31"), name="技能提升补贴", order=1,
            summary="考下证书的职工可以领",
        ),
    )  # fmt: skip


def found(kb: KnowledgeBase, q: str = "", **more: object) -> list[str]:
    return [m.id for m in search(kb, q, **more)]  # type: ignore[arg-type]


def test_nothing_asked_finds_all_in_editorial_order(kb: KnowledgeBase) -> None:
    assert found(kb) == ["y", "x"]


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("稳岗补贴", ["x"]),
        ("返还", ["x"]),
        ("我想问技能提升补贴", ["y"]),
        ("稳岗 返还", ["x"]),
        ("东〔2022〕1号", ["y"]),
        ("考下证书", ["y"]),
        ("天气", []),
    ],
)
def test_by_what_people_call_it(kb: KnowledgeBase, q: str, wanted: list[str]) -> None:
    assert found(kb, q)[: len(wanted) or 1] == wanted


def test_only_what_is_in_force_in_a_place_on_a_day(kb: KnowledgeBase) -> None:
    day = datetime.date(2022, 8, 1)
    assert found(kb, as_of=day, region="东县") == ["y", "x"]
    assert found(kb, as_of=day, region="西市") == ["x"]
    assert found(kb, as_of=datetime.date(2023, 1, 1), region="东市") == ["x"]
    with pytest.raises(RegionError):
        found(kb, region="南市")
