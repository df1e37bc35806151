"""Signatures and encryption, against Tencent's published vectors and against wechatpy."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from bot.wechat import envelope
from bot.wechat.crypto import Box, decode_key, decrypt_with_any, is_signed, signature
from bot.wechat.errors import EnvelopeError
from tests.wechat import vectors
from tests.wechat.platform import APPID, KEY, OTHER_KEY, TOKEN
from tests.wechat.platform import signature as oracle_signature

BOX = Box(decode_key(KEY), APPID)


@pytest.mark.parametrize(("key", "appid", "random", "message", "sealed"), vectors.ENCRYPTED)
def test_the_published_messages_encrypt_to_the_published_ciphers(
    key: str, appid: str, random: bytes, message: str, sealed: str
) -> None:
    box = Box(decode_key(key), appid, lambda _size: random)
    assert box.encrypt(message.encode()) == sealed
    assert box.decrypt(sealed).decode() == message


@pytest.mark.parametrize(("token", "at", "nonce", "sealed", "signed"), vectors.SIGNED)
def test_the_published_signatures_are_ours(
    token: str, at: str, nonce: str, sealed: str, signed: str
) -> None:
    assert signature(token, at, nonce, sealed) == signed
    assert is_signed(signed, sealed, nonce, at, token)
    assert not is_signed(signed.upper(), sealed, nonce, at, token)


def test_the_published_delivery_is_read() -> None:
    known = vectors.DELIVERY
    sealed = envelope.find_encrypted(known["body"].encode())
    parts = known["token"], known["timestamp"], known["nonce"], sealed
    fields = envelope.parse(Box(decode_key(KEY), known["appid"]).decrypt(sealed))

    assert is_signed(known["msg_signature"], *parts)
    assert fields["Content"] == "abcdteT"
    assert fields["MsgId"] == "6054768590064713728"


def test_the_published_echo_is_read() -> None:
    known = vectors.HANDSHAKE
    box = Box(decode_key(known["key"]), known["appid"])
    assert box.decrypt(known["echo"]).decode() == known["said"]


@given(st.text())
def test_what_wechatpy_encrypts_we_read(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    sealed = PrpCrypto(base64.b64decode(KEY + "=")).encrypt(text, APPID)
    assert BOX.decrypt(sealed.decode()).decode() == text


@given(st.text(min_size=1))
def test_what_we_encrypt_wechatpy_reads(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    sealed = envelope.sealed_reply(text.encode(), BOX, TOKEN, 1409735669, "nonce").decode()
    fields = envelope.parse(sealed.encode())
    crypto = WeChatCrypto(TOKEN, KEY, APPID)

    opened = crypto.decrypt_message(
        sealed, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
    )
    assert opened == text


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_signatures_are_those_of_wechatpy(parts: list[str]) -> None:
    parts = [part.encode("utf-8", "ignore").decode() for part in parts]
    assert signature(*parts) == oracle_signature(*parts)


@given(st.text())
def test_any_claimed_signature_is_compared_without_a_slip(claimed: str) -> None:
    assert not is_signed(claimed, "a", "b")


@given(st.binary(max_size=200))
def test_whatever_is_not_ours_is_refused_in_one_way(garbage: bytes) -> None:
    with pytest.raises(EnvelopeError, match="无法解密"):
        BOX.decrypt(base64.b64encode(garbage).decode())


@pytest.mark.parametrize("text", ["", "!", "YWJj", "AAAA=AAA", "é", "A" * 44])
def test_what_is_no_cipher_text_is_refused(text: str) -> None:
    with pytest.raises(EnvelopeError, match="无法解密"):
        BOX.decrypt(text)


def test_a_message_for_another_account_is_refused() -> None:
    for_another = Box(decode_key(KEY), "wx-of-another")
    with pytest.raises(EnvelopeError, match="无法解密"):
        BOX.decrypt(for_another.encrypt(b"<xml/>"))


def test_a_length_beyond_the_end_is_refused() -> None:
    longer = Box(decode_key(KEY), "")
    plain = longer.encrypt(b"x")
    for_us = Box(decode_key(KEY), "x" * 5)
    with pytest.raises(EnvelopeError):
        for_us.decrypt(plain)


def test_while_keys_change_either_opens_and_the_one_that_did_is_told() -> None:
    new, old = Box(decode_key(OTHER_KEY), APPID), BOX
    assert decrypt_with_any((new, old), old.encrypt(b"a")) == (b"a", old)
    assert decrypt_with_any((new, old), new.encrypt(b"b")) == (b"b", new)
    with pytest.raises(EnvelopeError):
        decrypt_with_any((new,), old.encrypt(b"a"))


@pytest.mark.parametrize("key", ["", "short", KEY + "A", KEY[:-1] + "=", "密" * 43])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        decode_key(key)
