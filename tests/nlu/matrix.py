"""The confusion matrix of intents as a picture."""

from collections import Counter
from collections.abc import Sequence
from html import escape

CELL, LABELS, MARGIN = 20, 130, 10
"""Pixels: side of a cell, room for names, border."""


def picture(pairs: Sequence[tuple[str, str]], title: str) -> str:
    """An SVG: a row for what a sentence is, a column for what was read, the darker the more.

    `pairs` holds (right, read) for every sentence; shares are of a row.
    """
    names = sorted({name for pair in pairs for name in pair})
    counts, rows = Counter(pairs), Counter(right for right, _ in pairs)
    side = LABELS + CELL * len(names) + 2 * MARGIN
    cells = [
        _cell(names.index(read), names.index(right), count / rows[right], count, right == read)
        for (right, read), count in sorted(counts.items())
    ]
    labels = [_labels(at, name) for at, name in enumerate(names)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side + 20}" '
        'font-family="sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{side}" height="{side + 20}" fill="#fff"/>',
        *labels, *cells,
        f'<text x="{MARGIN}" y="{side + 10}">{escape(title)}：行是应为，列是读成</text>',
        "</svg>", "",
    ])  # fmt: skip


def _cell(column: int, row: int, part: float, count: int, is_right: bool) -> str:
    x, y = _at(column), _at(row)
    colour = "#2a7f3f" if is_right else "#b3261e"
    ink = "#fff" if part > 0.5 else "#000"
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{colour}" '
        f'fill-opacity="{max(part, 0.15):.2f}"/>'
        f'<text x="{x + CELL / 2}" y="{y + 14}" text-anchor="middle" fill="{ink}">{count}</text>'
    )


def _labels(at: int, name: str) -> str:
    place = _at(at)
    middle = place + CELL / 2
    return (
        f'<text x="{MARGIN + LABELS - 6}" y="{place + 14}" text-anchor="end">{escape(name)}</text>'
        f'<text transform="translate({middle + 4},{MARGIN + LABELS - 6}) rotate(-90)">'
        f"{escape(name)}</text>"
    )


def _at(index: int) -> int:
    return MARGIN + LABELS + CELL * index
