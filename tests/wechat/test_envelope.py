"""XML in and out: strict in reading, safe in writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message

from bot.wechat import envelope
from bot.wechat.errors import EnvelopeError
from bot.wechat.messages import inbound
from tests.wechat.platform import message, xml


def test_a_delivery_is_read_as_wechatpy_reads_it() -> None:
    sent = message("oUser", Content="稳岗返还 & <b> 😀")
    ours, theirs = envelope.parse(xml(**sent).encode()), parse_message(xml(**sent))

    assert ours["Content"] == theirs.content == "稳岗返还 & <b> 😀"
    assert ours["MsgId"] == str(theirs.id)
    assert inbound(ours).openid == theirs.source


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_out_of_a_reply(text: str) -> None:
    written = envelope.text_reply("oUser", "gh_account", text, 1409735669)
    read = envelope.parse(written)["Content"]
    holdable = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))

    assert read.replace("\n", "") == holdable.replace("\r", "").replace("\n", "").strip()


def test_what_an_event_nests_is_passed_over() -> None:
    nested = "<ScanCodeInfo><ScanType>qrcode</ScanType></ScanCodeInfo>"
    fields = envelope.parse(f"<xml><Event>x</Event>{nested}<A>1</A></xml>".encode())
    assert fields == {"Event": "x", "A": "1"}


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml>&a;</xml>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<xml>",
        b"<message/>",
        b"<xml/><xml/>",
        b"<xml><A/><A/></xml>",
        b"<xml>" + b"<a>" * 20_000,
        b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>",
        ENTITIES,
        OUTSIDE,
        b"<?xml version='1.0' encoding='gbk'?><xml/>",
        b"<?xml version='1.0' encoding='no-such'?><xml/>",
        b"<xml>&#xD800;</xml>",
        b"\xff\xfe<\x00x\x00",
        b"<xml><A>\x00</A></xml>",
    ],
)
def test_what_is_not_wechats_form_is_refused(body: bytes) -> None:
    with pytest.raises(EnvelopeError):
        envelope.parse(body)


@pytest.mark.parametrize("missing", ["FromUserName", "ToUserName", "MsgType", "CreateTime"])
def test_a_message_without_what_every_one_has_is_refused(missing: str) -> None:
    fields = {name: str(value) for name, value in message("oUser", Content="你好").items()}
    with pytest.raises(EnvelopeError):
        inbound({**fields, missing: ""})
    with pytest.raises(EnvelopeError):
        inbound({name: value for name, value in fields.items() if name != missing})


@pytest.mark.parametrize(
    "changed", [{"MsgId": "1 or 1"}, {"CreateTime": "soon"}, {"FromUserName": "<o>"}]
)
def test_a_message_with_an_odd_number_or_name_is_refused(changed: dict[str, str]) -> None:
    fields = {name: str(value) for name, value in message("oUser", Content="你好").items()}
    with pytest.raises(EnvelopeError):
        inbound({**fields, **changed})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml><Encrypt></Encrypt></xml>",
        b"<xml><Encrypt>AA==</Encrypt><Encrypt>AA==</Encrypt></xml>",
        b"<xml><Encrypt>AA==</Encrypt><Encrypt>",
        b"<xml><Encrypt><![CDATA[<b>]]></Encrypt></xml>",
    ],
)
def test_an_encrypted_request_holds_one_cipher_text(body: bytes) -> None:
    with pytest.raises(EnvelopeError, match="Encrypt"):
        envelope.find_encrypted(body)


def test_the_cipher_text_is_found_bare_and_in_a_section() -> None:
    for text in ("AA==", "<![CDATA[AA==]]>", "\n<![CDATA[ AA== ]]>\n"):
        assert envelope.find_encrypted(f"<xml><Encrypt>{text}</Encrypt></xml>".encode()) == "AA=="
