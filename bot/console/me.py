"""One's own account: password, one-time codes, signing out everywhere."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from bot.accounts import factors, sessions, totp, users
from bot.accounts.errors import AccountError
from bot.accounts.roles import Person
from bot.accounts.sealing import SealError, seal, unseal
from bot.accounts.users import User
from bot.console.access import audit, signed_in
from bot.console.login import enter, set_password
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.console.visits import address_of, visit_of

Typed = Annotated[str, Form(max_length=400)]
Inside = Annotated[Person, signed_in()]


def make_router(office: Office) -> APIRouter:
    """``/me`` and what is changed there."""
    router = APIRouter(prefix="/me")

    @router.get("")
    async def me(request: Request, person: Inside) -> Response:
        return await _page(office, request)

    @router.post("/password")
    async def change_password(
        request: Request,
        person: Inside,
        current: Typed = "",
        password: Typed = "",
        again: Typed = "",
    ) -> Response:
        try:
            started = await set_password(request, visit_of(request), current, password, again)
        except AccountError as error:
            return await _page(office, request, error, part="password")
        return enter(request, started, good="密码已经改好，其他设备上的登录都已退出。")

    @router.post("/totp")
    async def offer(request: Request, person: Inside, current: Typed = "") -> Response:
        try:
            user = await _confirmed(office, request, current)
        except AccountError as error:
            return await _page(office, request, error, part="totp")
        return _offer(office, request, user, totp.new_secret())

    @router.post("/totp/enable")
    async def enable(
        request: Request, person: Inside, sealed: Typed = "", code: Typed = ""
    ) -> Response:
        secret = _opened(office, person, sealed)
        user = await office.store.transact(lambda db: users.by_id(db, person.id))
        step = totp.step_of(secret, totp.normal_code(code), office.now())
        if step is None:
            wrong = "口令不对。请核对手机时间，再输入现在显示的6位数字。"
            return _offer(office, request, user, secret, wrong)
        kept = seal(office.signing.totp_key, secret.encode(), str(person.id))
        codes = await _set_codes(office, user, totp_secret=kept, totp_step=step)
        await audit(request, "totp.enabled", person.login)
        return render(request, "recovery.html", codes=codes)

    @router.post("/totp/codes")
    async def renew_codes(request: Request, person: Inside, current: Typed = "") -> Response:
        try:
            user = await _confirmed(office, request, current)
        except AccountError as error:
            return await _page(office, request, error, part="totp")
        codes = await _set_codes(office, user)
        await audit(request, "totp.codes", person.login)
        return render(request, "recovery.html", codes=codes)

    @router.post("/totp/disable")
    async def disable(request: Request, person: Inside, current: Typed = "") -> Response:
        try:
            user = await _confirmed(office, request, current)
        except AccountError as error:
            return await _page(office, request, error, part="totp")
        await office.store.transact(lambda db: factors.drop_totp(db, user.id))
        await audit(request, "totp.disabled", person.login)
        return redirect(request, "/console/me", good="动态口令已经停用。")

    return router


async def _page(
    office: Office, request: Request, error: AccountError | None = None, part: str = ""
) -> Response:
    person = visit_of(request).person
    assert person is not None

    def look(db: Any) -> dict[str, Any]:
        return {
            "user": users.by_id(db, person.id),
            "codes_left": factors.count_recovery_codes(db, person.id),
            "sessions": sessions.count(db, person.id),
        }

    values = await office.store.transact(look)
    wrong = {part: error.message} if error else {}
    return render(request, "me.html", error.status if error else 200, wrong=wrong, **values)


async def _confirmed(office: Office, request: Request, current: str) -> User:
    """The account, once its password has been given again (where it has one)."""
    person = visit_of(request).person
    assert person is not None
    user = await office.store.transact(lambda db: users.by_id(db, person.id))
    if user.password is not None:
        await office.signing.confirm(user, current, address_of(request), "password.refused")
    return user


def _offer(office: Office, request: Request, user: User, secret: str, wrong: str = "") -> Response:
    """The page with the key to scan; the form carries it encrypted, bound to the account."""
    sealed = seal(office.key("totp offer"), secret.encode(), str(user.id))
    page = {
        "picture": totp.picture(secret, user.login),
        "spaced": totp.spaced(secret),
        "sealed": urlsafe_b64encode(sealed).decode(),
        "wrong": wrong,
    }
    return render(request, "totp.html", 422 if wrong else 200, **page)


def _opened(office: Office, person: Person, sealed: str) -> str:
    try:
        packed = urlsafe_b64decode(sealed.encode())
        return unseal(office.key("totp offer"), packed, str(person.id)).decode()
    except (SealError, NotBase64, UnicodeEncodeError):
        raise AccountError("这个页面已经过期，请重新开始设置动态口令。") from None


async def _set_codes(office: Office, user: User, **columns: object) -> list[str]:
    """Gives the account fresh recovery codes (and sets columns), to be shown this once."""
    codes = totp.new_recovery_codes()

    def work(db: Any) -> None:
        factors.set_recovery_codes(db, user.id, map(office.signing.kept_code, codes))
        if columns:
            users.change(db, user.id, **columns)

    await office.store.transact(work)
    return codes
