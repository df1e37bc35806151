"""Lays out a flow as a drawing: boxes from top to bottom, alternatives side by side.

Every path from the top to a result is one way of being entitled. Units are pixels at natural size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from bot.pages.flow import Flow, Parallel, Series, Step
from bot.pages.svgtext import FONT, width, wrap

BOX = 264
LINE = 22
PAD = 12
GAP_X, GAP_Y = 28, 26
STUB = 16
MARGIN = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A box and its lines of text; ``x`` and ``y`` are its upper left corner."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(slots=True)
class Drawing:
    """A finished drawing; ``paths`` is SVG path data of plain lines, ``arrows`` of tipped ones."""

    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)


def draw(flow: Flow) -> Drawing:
    """The drawing of a flow."""
    across, down = _size(flow)
    drawing = Drawing(across + 2 * MARGIN, down + 2 * MARGIN)
    _place(flow, drawing, drawing.width / 2, MARGIN)
    return drawing


@lru_cache(maxsize=2048)  # measured, then drawn; and provisions repeat each other's conditions
def _lines(step: Step) -> tuple[str, ...]:
    room = BOX - 2 * PAD
    lines = wrap(step.text, room)
    for item in step.items:
        first, *rest = wrap(item, room - FONT)
        lines += [f"· {first}", *(f"　{line}" for line in rest)]
    return tuple(lines)


def _size(flow: Flow) -> tuple[float, float]:
    if isinstance(flow, Step):
        lines = _lines(flow)
        across = BOX if len(lines) > 1 else min(BOX, max(120, width(lines[0]) + 2 * PAD))
        return across, len(lines) * LINE + 2 * PAD
    sizes = [_size(part) for part in flow.parts]
    widths, heights = [w for w, _ in sizes], [h for _, h in sizes]
    if isinstance(flow, Series):
        return max(widths), sum(heights) + GAP_Y * (len(sizes) - 1)
    joins = 1 if flow.ends else 2
    return sum(widths) + GAP_X * (len(sizes) - 1), max(heights) + joins * STUB + GAP_Y * joins


def _place(flow: Flow, drawing: Drawing, middle: float, top: float) -> float:
    """Draws the flow centred on ``middle`` from ``top`` down; where it ends."""
    if isinstance(flow, Step):
        across, down = _size(flow)
        drawing.boxes.append(Box(flow.kind, middle - across / 2, top, across, down, _lines(flow)))
        return top + down
    if isinstance(flow, Parallel):
        return _place_side_by_side(flow, drawing, middle, top)
    for position, part in enumerate(flow.parts):
        if position:
            drawing.arrows.append(f"M{middle:g} {top:g}V{top + GAP_Y:g}")
            top += GAP_Y
        top = _place(part, drawing, middle, top)
    return top


def _place_side_by_side(flow: Parallel, drawing: Drawing, middle: float, top: float) -> float:
    across, down = _size(flow)
    left, split = middle - across / 2, top + STUB
    bottom = top + down
    join = bottom - STUB
    middles: list[float] = []
    for part in flow.parts:
        wide, _ = _size(part)
        at = left + wide / 2
        left += wide + GAP_X
        middles.append(at)
        drawing.arrows.append(f"M{at:g} {split:g}V{split + GAP_Y:g}")
        end = _place(part, drawing, at, split + GAP_Y)
        if not flow.ends:
            drawing.paths.append(f"M{at:g} {end:g}V{join:g}")
    drawing.paths.append(f"M{middle:g} {top:g}V{split:g}M{middles[0]:g} {split:g}H{middles[-1]:g}")
    if not flow.ends:
        drawing.paths.append(
            f"M{middles[0]:g} {join:g}H{middles[-1]:g}M{middle:g} {join:g}V{bottom:g}"
        )
    return bottom
