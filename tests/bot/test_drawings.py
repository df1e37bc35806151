"""Drawings: text fits its box, every way through the rules is drawn, bars stand at their dates."""

from __future__ import annotations

from datetime import date

import pytest

from bot.pages.anchors import clause_slug
from bot.pages.diagram import PAD, draw
from bot.pages.flow import Flow, Parallel, Series, Step, flow_of
from bot.pages.svgtext import width, wrap
from bot.pages.timeline import WIDTH, timeline
from policy_kb import KnowledgeBase, load


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


@pytest.mark.parametrize(
    ("clause", "slug"),
    [
        ("三（三）11", "3.3.11"),
        ("二", "2"),
        ("十二", "12"),
        ("二十（一）", "20.1"),
        ("附件3", "附件3"),
    ],
)
def test_clauses_read_as_figures(clause: str, slug: str) -> None:
    assert clause_slug(clause) == slug


def test_wrapped_text_is_whole_and_fits() -> None:
    text = "上年度裁员率不超过5.5%；职工不超过30人的，不超过20%（按2022年8月的规定）"
    lines = wrap(text, 150)

    assert "".join(lines) == text
    assert all(width(line) <= 150 + 15 for line in lines)  # a mark may hang over
    assert not any(line[0] in "，；）%" for line in lines)
    assert all(any(number in line for line in lines) for number in ("5.5", "30", "20", "2022"))


def test_alternatives_stand_side_by_side_and_join_again() -> None:
    one = Step("must", "甲")
    drawing = draw(Series((Step("start", "始"), Parallel((one, one)), Step("result", "终"))))

    start, left, right, result = drawing.boxes
    assert left.y == right.y and left.x + left.width < right.x
    assert start.y + start.height < left.y and right.y + right.height < result.y
    middle = start.x + start.width / 2
    assert left.x + left.width / 2 < middle < right.x + right.width / 2


def test_every_provision_can_be_drawn_with_all_of_its_conditions(kb: KnowledgeBase) -> None:
    for measure in kb.measures.values():
        for provision in measure.provisions:
            flow = flow_of(provision, "个人")
            drawing = draw(flow)
            steps = list(_steps(flow))
            drawn = ["".join(box.lines) for box in drawing.boxes]

            assert len(drawing.boxes) == len(steps)
            for step, text in zip(steps, drawn, strict=True):
                assert text.startswith(step.text)
                assert all(_plain(item) in _plain(text) for item in step.items)
            for box in drawing.boxes:
                assert box.x >= 0 and box.x + box.width <= drawing.width
                assert box.y >= 0 and box.y + box.height <= drawing.height
                assert all(width(line) <= box.width - PAD / 2 for line in box.lines)


def _plain(text: str) -> str:
    return text.replace("　", "")


def _steps(flow: Flow) -> list[Step]:
    if isinstance(flow, Step):
        return [flow]
    return [step for part in flow.parts for step in _steps(part)]


def test_bars_lie_between_their_first_and_last_day(kb: KnowledgeBase) -> None:
    measure = kb.measures["skill_upgrade_subsidy"]
    drawn = timeline(kb, measure, date(2022, 8, 1), measure.provisions[0])
    first, second, third, baotou = drawn.bars
    years = dict(drawn.years)

    assert years[2019] == first.left and abs(first.right - years[2021]) < 2
    assert second.thin < second.right  # weakened by the next document half a year before its end
    assert third.thin == third.right and third.open_ended  # Baotou's replaces it only in Baotou
    assert baotou.selected and third.left < baotou.left < drawn.today
    assert all(0 <= bar.left < bar.right <= WIDTH for bar in drawn.bars)
