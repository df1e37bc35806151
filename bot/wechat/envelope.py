"""Requests from WeChat and replies to it, as XML.

Reading is strict: a flat list of elements under ``<xml>``, none of them twice, no DTD. What a kind
of event nests (pictures taken, codes scanned) is passed over. Writing keeps any text intact: a
``]]>`` inside is split over two sections, what XML cannot hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.wechat.crypto import Box, signature
from bot.wechat.errors import EnvelopeError

SUCCESS = b"success"
"""The answer that makes WeChat neither retry nor say anything to the user."""

_ENCRYPTED = re.compile(
    rb"<Encrypt>\s*(?:<!\[CDATA\[\s*([A-Za-z0-9+/=]+)\s*\]\]>|([A-Za-z0-9+/=]+))\s*</Encrypt>"
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 8


def find_encrypted(body: bytes) -> str:
    """The encrypted text of a request, found without parsing it: it is not yet authenticated."""
    found = _ENCRYPTED.findall(body)
    if len(found) != 1 or body.count(b"<Encrypt>") != 1:
        raise EnvelopeError("消息里应当有且只有一个 Encrypt。")
    cdata, bare = found[0]
    return str(cdata or bare, "ascii")


def parse(body: bytes) -> Mapping[str, str]:
    """The message's elements by name, trimmed; ``EnvelopeError`` when it is not WeChat's form."""
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        parser.feed(body)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise EnvelopeError("消息不是规范的 XML。") from None
    return reader.fields


class _Reader:
    """Gathers the elements right under the root; a target for the parser."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._seen: set[str] = set()
        self._path: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._path.append(tag)
        if self._path[0] != "xml" or len(self._path) > _DEEPEST:
            raise EnvelopeError("消息的结构和微信的不一样。")
        self._text = None  # what holds other elements holds no text for us
        if len(self._path) == 2:
            if tag in self._seen:
                raise EnvelopeError("消息里同一项出现了两次。")
            self._seen.add(tag)
            self._text = []

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if len(self._path) == 2 and self._text is not None:
            self.fields[tag] = "".join(self._text).strip()
            self._text = None
        self._path.pop()

    def close(self) -> None:
        """Nothing is left to do."""


def text_reply(to: str, account: str, text: str, now: int) -> bytes:
    """A passive reply; ``to`` is the user's OpenID, ``account`` the account's original id."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(account)}</FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(text)}</Content></xml>"
    ).encode()


def sealed_reply(reply: bytes, box: Box, token: str, now: int, nonce: str) -> bytes:
    """A reply encrypted and signed, for a request that came encrypted."""
    sealed, at = box.encrypt(reply), str(now)
    signed = signature(token, at, nonce, sealed)
    return (
        f"<xml><Encrypt>{_cdata(sealed)}</Encrypt><MsgSignature>{_cdata(signed)}</MsgSignature>"
        f"<TimeStamp>{at}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    ).encode()


def _cdata(text: str) -> str:
    kept = _NOT_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{kept}]]>"
