"""An answer of the message path as WeChat's pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.wechat.card import make_card
from bot.wechat.choices import is_counted, listed
from bot.wechat.pages import GAP, LIMIT, ROOM, Option, Page, joined, size, split
from bot.wording import examples, say
from policy_kb import KnowledgeBase

Json = Mapping[str, Any]

MORE = frozenset({"更多", "继续", "下一页", "余下", "看余下", "接着看", "继续看", "未完", "more"})
"""What asks for the rest of a long answer."""

TAIL = 80
"""Bytes kept free for the word on how to go on."""


class Renderer:
    """Renders answers and fixed texts; ``public_url`` makes links of the policies' addresses."""

    def __init__(self, kb: KnowledgeBase, public_url: str = "") -> None:
        self._kb, self._base = kb, public_url.rstrip("/")
        self._card: Callable[[Json], str] = make_card(kb)

    def answer(self, answer: Json) -> tuple[Page, ...]:
        """The pages of an answer, its choices on the last; none when nobody speaks for the bot."""
        replies: Sequence[Json] = answer.get("replies") or ()
        choices = [choice for reply in replies for choice in reply.get("choices") or ()]
        asked = next(
            (r.get("fact") for r in reversed(replies) if r.get("kind") == "question"), None
        )
        text = GAP.join(filter(None, (self._text(reply) for reply in replies)))
        return paged(text, _options(choices), lettered=is_counted(self._kb, asked))

    def fixed(self, name: str) -> tuple[Page, ...]:
        """A fixed answer; the greeting offers examples."""
        offered = examples() if name == "wechat_welcome" else ()
        return paged(say(name), tuple(Option(text, text) for text in offered))

    def _text(self, reply: Json) -> str:
        if reply.get("part") == "full" and reply.get("card"):
            return self._card(reply)
        text = str(reply.get("text") or "").strip()
        links = reply.get("links") or ()
        if not links:
            return text
        lead = [line for line in text.splitlines() if not line.startswith("· ")]
        return "\n".join([*lead, *(self._link(link) for link in links)])

    def _link(self, link: Json) -> str:
        return f"· {link['text']}" + (f"\n  {self._base}{link['url']}" if self._base else "")


def paged(
    text: str, options: tuple[Option, ...] = (), *, lettered: bool = False
) -> tuple[Page, ...]:
    """The text cut into pages, the choices whole on the last one."""
    pages = [Page(part) for part in split(text)]
    if options:
        choices = listed(options, lettered=lettered)
        while size(choices) > ROOM:  # more than one message holds: the last ones can be said
            options = options[:-1]
            choices = listed(options, lettered=lettered)
        pages = list(joined([*pages, Page(choices, options, lettered)]))
    return tuple(pages)


def with_earlier(earlier: Sequence[Sequence[Page]], pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages behind answers that were kept for the user before."""
    if not earlier:
        return tuple(pages)
    lead = Page(say("wechat_earlier"))
    return joined([lead, *(page for answer in earlier for page in answer), *pages], LIMIT - TAIL)


def shown(pages: Sequence[Page]) -> str:
    """The text of the first page, with word on how to go on when there are more."""
    if not pages:
        return ""
    text = pages[0].text
    if len(pages) > 1:
        text += GAP + say("wechat_more", left=str(len(pages) - 1))
    assert size(text) <= LIMIT
    return text


def _options(choices: Sequence[Json]) -> tuple[Option, ...]:
    unique = {
        choice["text"]: Option(choice["text"], choice.get("say") or choice["text"])
        for choice in choices
    }
    return tuple(unique.values())
