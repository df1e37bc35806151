"""The console's cookies: never readable by scripts, never sent along from other sites."""

from __future__ import annotations

from fastapi import Request, Response

from bot.console.office import office_of

_PATH = "/console"


def is_secure(request: Request) -> bool:
    """Whether cookies may insist on HTTPS."""
    public = office_of(request).settings.public_url
    return request.url.scheme == "https" or public.startswith("https:")


def cookie(request: Request, name: str) -> str:
    """What the browser sent, or nothing."""
    return request.cookies.get(_name(request, name), "")


def set_cookie(
    request: Request,
    response: Response,
    name: str,
    value: str,
    *,
    age: int | None = None,
    lax: bool = False,
) -> None:
    """Sets a cookie; ``age`` in seconds, None until the browser closes.

    ``lax``: sent also when somebody comes back from another site.
    """
    response.set_cookie(
        _name(request, name),
        value,
        max_age=age,
        path=_PATH,
        secure=is_secure(request),
        httponly=True,
        samesite="lax" if lax else "strict",
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Takes a cookie back."""
    secure = is_secure(request)
    response.delete_cookie(_name(request, name), path=_PATH, secure=secure, httponly=True)


def _name(request: Request, name: str) -> str:
    """The name a cookie has here; over HTTPS browsers guard ``__Secure-`` ones."""
    return f"__Secure-{name}" if is_secure(request) else name
