"""The door: who is let in, in which order it is looked at, and what nobody can make it do."""

import time
from typing import Any

import pytest
from pydantic import SecretStr
from wechatpy.crypto import PrpCrypto

from bot.wechat import crypto, envelope, routes
from tests.wechat.conftest import Opening, Town
from tests.wechat.platform import APPID, KEY, OTHER_KEY, TOKEN, Mode, message, signature, xml


async def get(town: Town, **params: str) -> tuple[int, str]:
    answer = await town.caller.http.get(town.caller.urls[0], params=params)
    return answer.status_code, answer.text


async def post(town: Town, body: bytes | str, **params: str) -> int:
    answer = await town.caller.http.post(town.caller.urls[0], params=params, content=body)
    return answer.status_code


async def test_the_handshake_echoes(town: Town) -> None:
    assert await get(town, **town.caller.signed(echostr="8091820398120938")) == (
        200,
        "8091820398120938",
    )


async def test_the_handshake_of_another_is_refused(town: Town) -> None:
    signed = town.caller.signed(echostr="8091820398120938")
    for wrong in ({"signature": "0" * 40}, {"signature": ""}, {"nonce": "1"}, {"timestamp": "1"}):
        status, text = await get(town, **signed | wrong)
        assert status == 403
        assert "8091820398120938" not in text
    assert (await get(town, echostr="8091820398120938"))[0] == 403


@pytest.mark.parametrize("encrypted", [False, True])
async def test_the_handshake_works_in_secure_mode_too(opening: Opening, encrypted: bool) -> None:
    async with opening(mode="secure") as town:
        params = town.caller.signed(echostr="8091820398120938")
        if encrypted:
            sealed = PrpCrypto(crypto.decode_key(KEY)).encrypt("8091820398120938", APPID).decode()
            parts = params["timestamp"], params["nonce"], sealed
            params |= {"echostr": sealed, "msg_signature": signature(TOKEN, *parts)}
        assert await get(town, **params) == (200, "8091820398120938")


@pytest.mark.parametrize("mode", ["plain", "compatible", "secure"])
async def test_an_unsigned_delivery_is_not_looked_at(
    opening: Opening, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: Any) -> Any:
        raise AssertionError("an unsigned request was looked at")

    async with opening(mode=mode) as town:
        monkeypatch.setattr(envelope, "parse", never)
        monkeypatch.setattr(routes, "decrypt_with_any", never)
        params, body = town.caller.request(message("oUser", Content="你好"))
        signed = ("signature", "msg_signature") if "msg_signature" in params else ("signature",)
        for name in signed:
            assert await post(town, body, **params | {name: "0" * 40}) == 403
            assert await post(town, body, **params | {name: "é"}) == 403
        without = {name: value for name, value in params.items() if name not in signed}
        assert await post(town, body, **without) == 403
    assert town.engine.texts == []


async def test_a_changed_cipher_text_is_refused(opening: Opening) -> None:
    async with opening(mode="secure") as town:
        params, _ = town.caller.request(message("oUser", Content="你好"))
        other = xml(Encrypt=PrpCrypto(crypto.decode_key(KEY)).encrypt("<xml/>", APPID).decode())
        assert await post(town, other, **params) == 403


async def test_an_old_or_early_delivery_is_refused(town: Town) -> None:
    for off in (-3600, 3600):
        at, nonce = str(int(time.time()) + off), "1"
        params = {"timestamp": at, "nonce": nonce, "signature": signature(TOKEN, at, nonce)}
        body = xml(**message("oUser", Content="你好"))

        assert await post(town, body, **params) == 403
        assert (await get(town, **params, echostr="e"))[0] == 403


async def test_an_odd_time_stamp_is_refused(town: Town) -> None:
    for stamp in ("", "soon", "-1", "9" * 30, "１６６１００００００"):
        params = {"timestamp": stamp, "nonce": "1", "signature": signature(TOKEN, stamp, "1")}
        assert await post(town, xml(**message("oUser", Content="你好")), **params) == 403


async def test_a_large_body_is_refused_whoever_signs_it(town: Town) -> None:
    body = xml(**message("oUser", Content="字" * 30_000))
    assert await post(town, body, **town.caller.signed()) == 413


async def test_a_signed_delivery_that_is_no_message_is_refused(town: Town) -> None:
    doubled = xml(**message("oUser", Content="你好")).replace(
        "</xml>", "<Content>a</Content></xml>"
    )
    deep = "<xml>" + "<a>" * 4_000 + "</a>" * 4_000 + "</xml>"
    for body in ("", "你好", "<xml/>", doubled, deep, "<xml><FromUserName>o</FromUserName></xml>"):
        assert await post(town, body, **town.caller.signed()) == 400


async def test_a_message_for_another_account_is_refused(opening: Opening) -> None:
    async with opening(mode="secure") as town:
        town.caller.appid = "wx-of-another"
        reply = await town.caller.once(message("oUser", Content="你好"))
    assert reply.status == 400


async def test_an_encrypted_message_without_a_key_of_ours_is_refused(opening: Opening) -> None:
    async with opening(mode="plain") as town:
        town.caller.mode = "secure"
        reply = await town.caller.once(message("oUser", Content="你好"))
    assert reply.status == 400


async def test_a_key_is_changed_without_a_pause(opening: Opening) -> None:
    keys = {
        "wechat_aes_key": SecretStr(OTHER_KEY),
        "wechat_aes_key_previous": SecretStr(KEY),
    }
    async with opening(mode="secure", **keys) as town:
        before = await town.say("旧密钥")
        town.caller.key = OTHER_KEY
        after = await town.say("新密钥")

    assert (before, after) == ("第1条：旧密钥", "第2条：新密钥")


async def test_plain_messages_are_taken_while_the_mode_is_being_changed(opening: Opening) -> None:
    async with opening(mode="secure") as town:
        town.caller.mode = "plain"
        assert await town.say("还是明文") == "第1条：还是明文"


async def test_without_settings_there_is_no_door(opening: Opening) -> None:
    off = {"wechat_token": None, "wechat_appid": "", "wechat_secret": None}
    async with opening(**off) as town:
        assert (await get(town, **town.caller.signed(echostr="e")))[0] == 404
