"""Signing in through the bureau's identity provider: OpenID Connect, code flow with PKCE.

Who comes back is matched to an account that already exists: by the provider's own id for them, or
the first time by their verified email. Nobody gets an account by signing in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
import warnings
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import Connection

from bot.accounts import id_token, users
from bot.accounts.errors import SignInError
from bot.accounts.users import User
from bot.clock import Now
from bot.shared import Shared
from bot.store.tables import users as accounts

LIFETIME = 600.0
"""Seconds somebody may take at the provider."""

_SCOPE = "openid email profile"
_FRESH = 600.0  # seconds the provider's description is believed
_PATIENCE = 10.0

Json = dict[str, Any]


class ProviderError(SignInError):
    """The identity provider does not answer as it should."""

    status = 502
    code = "identity_provider"

    def __init__(self) -> None:
        super().__init__("单位统一身份认证没有正常应答，请稍后再试，或用坐席台的密码登录。")


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and what its cookie holds until it comes back."""

    url: str
    binding: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back, and where they wanted to go."""

    subject: str
    email: str | None
    next: str


class Provider:
    """One identity provider. ``secret`` may be empty for a public client."""

    def __init__(self, issuer: str, client_id: str, secret: str, shared: Shared, now: Now) -> None:
        self._issuer = issuer
        self._client_id, self._secret = client_id, secret or None
        self._shared, self._now = shared, now
        self._described: tuple[float, Json] = (-_FRESH, {})

    async def depart(self, callback: str, next: str) -> Departure:
        """Sends somebody to the provider; ``ProviderError`` when it does not answer."""
        about = await self._describe()
        state, binding = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        kept = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48)}
        async with self._session(callback) as session:
            url, _ = session.create_authorization_url(
                about["authorization_endpoint"],
                state=state,
                code_verifier=kept["verifier"],
                nonce=kept["nonce"],
            )
        kept |= {"binding": _hash(binding), "next": next}
        await self._shared.set(_key(state), json.dumps(kept).encode(), LIFETIME)
        return Departure(url, binding)

    async def arrive(self, callback: str, query: Json, binding: str) -> Arrival:
        """Who comes back with this query, in the browser that left; each state works once.

        Raises ``SignInError`` where anything does not fit together.
        """
        kept = await self._take(str(query.get("state", "")), binding)
        if "error" in query or "code" not in query:
            raise SignInError("没有完成统一身份登录，请再试一次。")
        about = await self._describe()
        async with self._session(callback) as session:
            try:
                token = await session.fetch_token(
                    about["token_endpoint"], code=query["code"], code_verifier=kept["verifier"]
                )
            except Exception as error:  # authlib passes on whatever the provider made of it
                raise ProviderError from error
            keys = await self._get(about["jwks_uri"])
            claims = id_token.read(
                str(token.get("id_token", "")),
                keys,
                issuer=self._issuer,
                client=self._client_id,
                nonce=kept["nonce"],
                now=self._now(),
            )
            claims |= await self._more(about, session, claims)
        verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
        email = claims["email"].casefold() if verified else None
        return Arrival(f"{self._issuer} {claims['sub']}"[:512], email, kept["next"])

    async def _take(self, state: str, binding: str) -> Json:
        """What was kept when this browser left; never given out twice."""
        key = _key(state)
        kept = await self._shared.get(key)
        once = await self._shared.lease(f"{key}:taken", LIFETIME)  # is left to lapse
        await self._shared.delete(key)
        if kept is not None and once is not None:
            found: Json = json.loads(kept)
            if hmac.compare_digest(found["binding"], _hash(binding)):
                return found
        raise SignInError("这次统一身份登录已经过期，请重新登录。")

    async def _describe(self) -> Json:
        """The provider's own description, remembered for a while."""
        at, about = self._described
        if time.monotonic() - at >= _FRESH:
            about = await self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if about.get("issuer") != self._issuer:
                raise ProviderError
            self._described = (time.monotonic(), about)
        return about

    async def _more(self, about: Json, session: Any, claims: Json) -> Json:
        """The email, where the provider tells it only on request."""
        if "email" in claims or "userinfo_endpoint" not in about:
            return {}
        answer = await session.get(about["userinfo_endpoint"])
        told = answer.json() if answer.status_code == 200 else {}
        if told.get("sub") != claims["sub"]:
            return {}
        return {name: told.get(name) for name in ("email", "email_verified")}

    async def _get(self, url: str) -> Json:
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE) as http:
                answer = (await http.get(url)).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError from error
        if not isinstance(answer, dict):
            raise ProviderError
        return answer

    def _session(self, callback: str) -> Any:
        with warnings.catch_warnings():
            from authlib.deprecate import AuthlibDeprecationWarning

            # It would rather have a successor of httpx, and says so at every start.
            warnings.simplefilter("ignore", AuthlibDeprecationWarning)
            from authlib.integrations.httpx_client import AsyncOAuth2Client

        return AsyncOAuth2Client(
            self._client_id,
            self._secret,
            scope=_SCOPE,
            redirect_uri=callback,
            code_challenge_method="S256",
            timeout=_PATIENCE,
        )


def match(db: Connection, arrival: Arrival) -> tuple[User | None, bool]:
    """The account of who arrived, and whether it was tied to them just now."""
    columns = accounts.c
    known = users.find(db, columns.oidc_subject == arrival.subject)
    if known is not None or arrival.email is None:
        return known, False
    invited = users.find(db, columns.email == arrival.email)
    if invited is None or invited.oidc_subject is not None:  # tied to somebody else
        return None, False
    users.change(db, invited.id, oidc_subject=arrival.subject)
    return invited, True


def _key(state: str) -> str:
    return f"oidc:{_hash(state)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
