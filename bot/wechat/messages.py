"""What WeChat delivers: messages of users and events, and what each of them asks of us.

Every kind ends up as one of four things: words for the conversation, a fixed answer, a farewell
(the user has left), or nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.wechat.errors import EnvelopeError
from policy_kb import KnowledgeBase

SAY = "say:"
"""What the key of a menu button begins with when its rest is sent as the user's words."""

UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"
"""What WeChat writes into a text message in place of a sticker and the like."""

_SCENE = "qrscene_"
_OPENID = re.compile(r"[\w-]{1,128}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,20}", re.ASCII)
_NO_WORDS = {"image": "picture", "voice": "voice", "video": "video", "shortvideo": "video"}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One delivery: who sent what to which account. ``key`` tells it from the user's others."""

    openid: str
    account: str
    kind: str
    key: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a delivery asks of us.

    ``words`` go to the conversation; ``fixed`` names a fixed answer of ours.
    """

    do: Literal["converse", "answer", "forget", "nothing"]
    words: str = ""
    fixed: str = ""


NOTHING = Asked("nothing")


def inbound(fields: Mapping[str, str]) -> Inbound:
    """The delivery of its elements; ``EnvelopeError`` when one that every message has is amiss."""
    openid, account = fields.get("FromUserName", ""), fields.get("ToUserName", "")
    kind, created = fields.get("MsgType", "").lower(), fields.get("CreateTime", "")
    if not (_OPENID.fullmatch(openid) and _OPENID.fullmatch(account) and kind):
        raise EnvelopeError("消息缺少发送人、接收人或类型。")
    if not _NUMBER.fullmatch(created):
        raise EnvelopeError("消息缺少时间。")
    return Inbound(openid, account, kind, _key(fields, kind, created), fields)


def _key(fields: Mapping[str, str], kind: str, created: str) -> str:
    """The MsgId; what has none is told apart by its second and what happened."""
    msgid = fields.get("MsgId", "")
    if msgid:
        if not _NUMBER.fullmatch(msgid):
            raise EnvelopeError("消息的编号不对。")
        return f"m{msgid}"
    return "/".join((kind, created, fields.get("Event", ""), fields.get("EventKey", "")))


def asked(message: Inbound, kb: KnowledgeBase) -> Asked:
    """What to do about a delivery."""
    match message.kind:
        case "event":
            return _event(message.fields, kb)
        case "text":
            content = message.fields.get("Content", "")
            if content == UNSUPPORTED:
                return Asked("answer", fixed="wechat_sticker")
            return Asked("converse", words=content)
        case "location":
            place = place_in(message.fields.get("Label", ""), kb)
            if place is None:
                return Asked("answer", fixed="wechat_location")
            return Asked("converse", words=f"我在{place}")
        case "link":
            return Asked("answer", fixed="wechat_link")
        case kind:
            return Asked("answer", fixed=f"wechat_{_NO_WORDS.get(kind, 'unknown')}")


def _event(fields: Mapping[str, str], kb: KnowledgeBase) -> Asked:
    key = fields.get("EventKey", "")
    match fields.get("Event", "").lower():
        case "subscribe" | "scan":
            scene = key.removeprefix(_SCENE)
            if scene in kb.measures:  # the code on a measure's poster
                return Asked("converse", words=kb.measures[scene].name)
            return Asked("answer", fixed="wechat_welcome")
        case "unsubscribe":
            return Asked("forget")
        case "click" if key.startswith(SAY):
            return Asked("converse", words=key.removeprefix(SAY))
        case "click":
            return Asked("answer", fixed="wechat_old_button")
        case _:  # links opened, positions reported by the phone, receipts of what we sent
            return NOTHING


def place_in(label: str, kb: KnowledgeBase) -> str | None:
    """The league or city, and the county if it is told, in an address; the rest is dropped."""
    cities = [one for one in kb.regions.values() if one.level == "league_city"]
    city = next((one for one in cities if one.name in label), None)
    if city is None:
        return None
    counties = [one for one in kb.regions.values() if one.parent == city.name]
    rest = label.split(city.name, 1)[1]
    return city.name + next((one.name for one in counties if rest.startswith(one.name)), "")
