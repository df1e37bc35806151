"""The few types that the modules of this room share."""

from typing import Any, Literal

Scope = Literal["in", "out", "chat", "control"]
Ask = Literal[
    "eligibility",
    "amount",
    "how_to_apply",
    "materials",
    "deadline",
    "legal_basis",
    "definition",
    "status",
    "other",
]
Reply = dict[str, Any]
"""One reply as the channels receive it: kind, text and, when offered, choices."""
