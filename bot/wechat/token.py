"""The access token: one for all processes, got by one of them at a time.

It is kept encrypted in the shared state, since whoever has it speaks for the account.
"""

from __future__ import annotations

import asyncio
import os

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.keys import derive
from bot.shared import Shared
from bot.wechat.account import Account
from bot.wechat.api import Api, ApiError, Call, Fault

EARLY = 300
"""Seconds before its end that a token is replaced; WeChat lets both hold for as long."""

_LEASE = 20.0
_POLL = 0.1
_FORCED = 60.0  # WeChat renews a valid token at most so often, and 20 times a day
_NONCE = 12


class AccessToken:
    """Gets, shares and renews the account's access token."""

    def __init__(self, account: Account, api: Api, shared: Shared) -> None:
        self._account, self._api, self._shared = account, api, shared
        self._key = f"wechat:token:{account.appid}"
        self._sealing = AESGCM(derive(account.secret, "wechat-access-token"))

    async def call(self, use: Call) -> None:
        """Runs a call with the token; with another one, once, when WeChat no longer takes it."""
        token = await self.current()
        try:
            await use(token)
        except ApiError as error:
            if error.fault is not Fault.TOKEN:
                raise
            await use(await self.current(instead_of=token))

    async def current(self, instead_of: str | None = None) -> str:
        """The token all processes use; ``instead_of`` names one that WeChat refused.

        Raises ``ApiError`` when there is none to be had.
        """
        try:
            async with asyncio.timeout(_LEASE):
                return await self._current(instead_of)
        except TimeoutError:
            raise ApiError(Fault.BUSY, said="timeout") from None

    async def _current(self, instead_of: str | None) -> str:
        while True:
            token = await self._shared_token()
            if token is not None and token != instead_of:
                return token
            lease = await self._shared.lease(f"{self._key}:getting", _LEASE)
            if lease is None:  # somebody else is getting it
                await asyncio.sleep(_POLL)
                continue
            try:
                if await self._shared_token() == token:
                    return await self._get(instead_of)
            finally:
                await self._shared.release(lease)

    async def _get(self, instead_of: str | None) -> str:
        account = self._account
        token, seconds = await self._api.access_token(
            account.appid, account.app_secret, renew=False
        )
        if token == instead_of and await self._may_force():
            token, seconds = await self._api.access_token(
                account.appid, account.app_secret, renew=True
            )
        await self._share(token, max(seconds - EARLY, seconds / 2))
        return token

    async def _may_force(self) -> bool:
        key = f"{self._key}:forced"
        if await self._shared.get(key) is not None:
            return False
        await self._shared.set(key, b"1", _FORCED)
        return True

    async def _shared_token(self) -> str | None:
        kept = await self._shared.get(self._key)
        if kept is None:
            return None
        try:
            plain = self._sealing.decrypt(kept[:_NONCE], kept[_NONCE:], self._key.encode())
        except (InvalidTag, ValueError):  # sealed under a secret of before
            return None
        return str(orjson.loads(plain))

    async def _share(self, token: str, seconds: float) -> None:
        nonce = os.urandom(_NONCE)
        sealed = self._sealing.encrypt(nonce, orjson.dumps(token), self._key.encode())
        await self._shared.set(self._key, nonce + sealed, seconds)
