"""Conversations handed over: a citizen asks for a person, an agent joins, writes, and hands back.

While ``sessions.state`` is ``waiting`` the bot goes on answering; while it is ``agent`` it keeps
the citizen's messages for the agent to read (bot/path/steps.py). What agents write is kept apart
from the bot's answers, in ``agent_messages``.
"""

from bot.handover.citizens import HandoverError, NobodyError, Updates, ask, updates
from bot.handover.desk import (
    Chat,
    ChatGoneError,
    Line,
    give_back,
    listed,
    release_forgotten,
    take,
    transcript,
    write,
)

__all__ = [
    "Chat",
    "ChatGoneError",
    "HandoverError",
    "Line",
    "NobodyError",
    "Updates",
    "ask",
    "give_back",
    "listed",
    "release_forgotten",
    "take",
    "transcript",
    "updates",
    "write",
]
