"""Policies as data, and the small engine that judges them.

The YAML files hold what the documents say; :func:`load` reads and checks them, :func:`judge`
judges an applicant, :func:`next_question` says what to ask, and :func:`coverage` shows that no
clause of the documents was left out. Import these from here; they are looked up on first use, so
that ``policy_kb.vocabulary`` can be had without the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy_kb.base import KnowledgeBase
    from policy_kb.covering import Clause, Coverage, Doubt, coverage
    from policy_kb.errors import (
        FactError,
        KBError,
        MeasureError,
        PolicyFileError,
        Problem,
        RegionError,
    )
    from policy_kb.judging import judge
    from policy_kb.loading import load, validate
    from policy_kb.question import Question, next_question
    from policy_kb.reviewing import review
    from policy_kb.searching import search
    from policy_kb.verdict import Judgement, Verdict

_HOMES = {
    "base": ("KnowledgeBase",),
    "covering": ("Clause", "Coverage", "Doubt", "coverage"),
    "errors": (
        "FactError", "KBError", "MeasureError", "PolicyFileError", "Problem", "RegionError",
    ),
    "loading": ("load", "validate"),
    "question": ("Question", "next_question"),
    "verdict": ("Judgement", "Verdict"),
    "judging": ("judge",),
    "reviewing": ("review",),
    "searching": ("search",),
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Clause",
    "Coverage",
    "Doubt",
    "FactError",
    "Judgement",
    "KBError",
    "KnowledgeBase",
    "MeasureError",
    "PolicyFileError",
    "Problem",
    "Question",
    "RegionError",
    "Verdict",
    "coverage",
    "judge",
    "load",
    "next_question",
    "review",
    "search",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"policy_kb.{_HOME_OF[name]}"), name)
