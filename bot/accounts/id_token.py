"""What an identity provider signs about somebody (OpenID Connect's ID token), checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from bot.accounts.errors import SignInError

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # none that a shared secret could forge

_LEEWAY = 60  # seconds the provider's clock may be off

Json = dict[str, Any]


def read(token: str, keys: Any, *, issuer: str, client: str, nonce: str, now: datetime) -> Json:
    """The claims of a token that is signed, for us, fresh, and the answer to ``nonce``.

    ``keys`` is the provider's key set as JSON, ``now`` naive UTC. Raises ``SignInError``.
    """
    rules = jwt.JWTClaimsRegistry(
        now=int(now.replace(tzinfo=UTC).timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        known = jwk.KeySet.import_key_set(keys)
        claims = dict(jwt.decode(token, known, algorithms=ALGORITHMS).claims)
        rules.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignInError("统一身份认证给出的凭证不能通过核对，没有登录。") from error
    if claims.get("azp", client) != client:
        raise SignInError("统一身份认证给出的凭证不是给坐席台的，没有登录。")
    return claims
