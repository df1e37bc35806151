"""Nonsense at WeChat's door: ``python -m tests.wechat.fuzz [inputs]``.

Through the real app without a network. Whatever comes: no 500, no answer to what is not signed, and
a signed nonsense is refused or answered with ``success`` or well-formed XML.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

import policy_kb
from bot.engine_client import EngineClient
from bot.wechat.crypto import Box, decode_key
from tests.wechat.conftest import PATIENT, make_app, make_settings
from tests.wechat.platform import APPID, KEY, TOKEN, signature, xml

BOX = Box(decode_key(KEY), APPID)
NAMES = (
    "ToUserName",
    "FromUserName",
    "CreateTime",
    "MsgType",
    "Content",
    "MsgId",
    "Event",
    "Label",
)
KINDS = ("text", "event", "voice", "location", "link", "image", "unknown", "")
EVENTS = ("subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION", "", "x")

ODD = [
    "]]>",
    "<![CDATA[",
    "&amp;",
    "😀",
    "\x00",
    "1",
    "更多",
    "say:你好",
    "删除我的记录",
    "返还" * 600,
]
plain_texts = st.text("稳岗返还28人A,。😀<&>]\n ", max_size=30)
texts = st.one_of(*[plain_texts] * 9, st.sampled_from(ODD), st.text(max_size=40))
fields = st.fixed_dictionaries(
    {
        "ToUserName": st.sampled_from(["gh_1"] * 9 + [""]),
        "FromUserName": st.one_of(*[st.sampled_from(["oFuzz", "oOther"])] * 6, texts),
        "CreateTime": st.one_of(*[st.integers(0, 2**40)] * 6, st.integers(-5, 2**70), texts),
        "MsgType": st.sampled_from(KINDS),
    },
    optional={
        "Content": texts,
        "MsgId": st.one_of(*[st.integers(1, 2**63)] * 6, st.integers(-1, 2**70), texts),
        "Event": st.sampled_from(EVENTS),
        "EventKey": texts,
        "Label": texts,
    },
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """XML as WeChat's, then spoilt a little: cut, doubled, nested, with bytes changed."""
    whole = xml(**draw(fields)).encode("utf-8", "replace")
    match draw(st.integers(0, 12)):
        case 0:
            return whole[: draw(st.integers(0, len(whole)))]
        case 1:
            at = draw(st.integers(0, len(whole)))
            return whole[:at] + draw(st.binary(max_size=20)) + whole[at:]
        case 2:
            return whole.replace(b"</xml>", whole[5:])
        case 3:
            tag = draw(st.sampled_from(NAMES)).encode()
            depth = draw(st.integers(1, 2000))
            return b"<xml>" + b"<%s>" % tag * depth + b"</%s>" % tag * depth + b"</xml>"
        case 4:
            return b'<!DOCTYPE x [<!ENTITY a "%s">]>' % draw(st.binary(max_size=10)) + whole
        case _:
            return whole


bodies = st.one_of(documents(), documents(), st.binary(max_size=300))
sealings = st.sampled_from(["none"] * 4 + ["right"] * 4 + ["raw", "other-app", "broken", "twice"])
signings = st.sampled_from(
    ["right"] * 8 + ["wrong", "none", "empty", "text", "late", "for-another-body"]
)


def sealed(body: bytes, how: str, extra: bytes) -> bytes:
    """The body encrypted, rightly or not."""
    match how:
        case "right" | "twice":
            text = BOX.encrypt(body)
        case "other-app":
            text = Box(decode_key(KEY), "wx-other").encrypt(body)
        case "broken":
            text = BOX.encrypt(body)[:-8]
        case _:
            return b"<xml><Encrypt>" + extra + b"</Encrypt></xml>"
    one = f"<Encrypt><![CDATA[{text}]]></Encrypt>".encode()
    return b"<xml>" + one * (2 if how == "twice" else 1) + b"</xml>"


def query(body: bytes, sealing: str, signing: str, odd: str) -> tuple[dict[str, str], bool]:
    """The parameters of a request, and whether they are rightly signed."""
    at = str(int(time.time()) - (3600 if signing == "late" else 0))
    nonce = odd or "1"
    params = {"timestamp": at, "nonce": nonce, "signature": signature(TOKEN, at, nonce)}
    name = "signature"
    if sealing != "none":
        name = "msg_signature"
        inside = body.partition(b"<Encrypt>")[2].partition(b"</Encrypt>")[0]
        text = inside.removeprefix(b"<![CDATA[").removesuffix(b"]]>").decode("utf-8", "replace")
        params |= {"encrypt_type": "aes", name: signature(TOKEN, at, nonce, text)}
    wrong = {"wrong": "0" * 40, "empty": "", "text": odd, "for-another-body": signature(TOKEN, "x")}
    if signing in wrong:
        params[name] = wrong[signing]
    if signing == "none":
        params = {key: value for key, value in params.items() if "signature" not in key}
    return params, signing == "right"


@asynccontextmanager
async def door(var: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app, whose engine repeats what it hears."""

    def engine(request: httpx.Request) -> httpx.Response:
        said = {"case": {"facts": {}}, "replies": [{"kind": "text", "text": request.url.path}]}
        return httpx.Response(200, json={"messages": [{"custom": said}]})

    line = EngineClient("http://engine", "t" * 20, transport=httpx.MockTransport(engine))
    made = make_settings(var, "secure", False, "http://127.0.0.1:9")
    app, _ = make_app(made, policy_kb.load(), line, PATIENT)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1234))
    http = httpx.AsyncClient(transport=transport, base_url="http://policybot")
    async with app.router.lifespan_context(app), http:
        yield http


def judge(response: httpx.Response, signed: bool) -> str:
    """What kind of answer it is; AssertionError when it is one that must not be."""
    assert response.status_code < 500, response.status_code
    if not signed:
        assert response.status_code in (400, 403, 413), response.status_code
    if response.status_code != 200:
        return str(response.status_code)
    if response.content == b"success":
        return "success"
    root = ElementTree.fromstring(response.content)
    if root.find("Encrypt") is not None:
        names = ("MsgSignature", "TimeStamp", "Nonce")
        crypto = WeChatCrypto(TOKEN, KEY, APPID)
        plain = crypto.decrypt_message(response.text, *(root.findtext(name) for name in names))
        root = ElementTree.fromstring(plain)
    assert root.findtext("Content")
    return "answered"


def fuzz(inputs: int) -> Counter[str]:
    """Sends so many inputs; how many were answered in which way."""
    seen: Counter[str] = Counter()
    logging.getLogger("policybot").setLevel(logging.CRITICAL)  # a line for every late stamp
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        entering = door(Path(folder))
        http = runner.run(entering.__aenter__())

        @settings(
            max_examples=inputs,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(bodies, sealings, signings, texts, st.binary(max_size=60), st.booleans())
        def one(body: bytes, sealing: str, signing: str, odd: str, extra: bytes, get: bool) -> None:
            if sealing != "none":
                body = sealed(body, sealing, extra)
            params, signed = query(body, sealing, signing, odd)
            params = {k: v.encode("utf-8", "replace").decode() for k, v in params.items()}
            if get and sealing == "none":
                params["echostr"] = odd.encode("utf-8", "replace").decode()
                response: Any = runner.run(http.get("/wechat", params=params))
                assert response.status_code == (200 if signed else 403)
                return
            response = runner.run(http.post("/wechat", params=params, content=body))
            seen[judge(response, signed)] += 1

        try:
            one()
        finally:
            runner.run(entering.__aexit__(None, None, None))
    return seen


def main() -> None:
    """Runs it and prints how the inputs were answered."""
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    began = time.monotonic()
    seen = fuzz(inputs)
    ways = "，".join(f"{way} {count}" for way, count in seen.most_common())
    print(f"{inputs} 个输入，{time.monotonic() - began:.0f} 秒，没有 500：{ways}")


if __name__ == "__main__":
    main()
