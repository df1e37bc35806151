"""The official account as the settings describe it, checked before anything starts."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.settings import Settings, SettingsError
from bot.wechat.crypto import Box, decode_key


@dataclass(frozen=True, slots=True)
class Account:
    """One official account. ``boxes`` are empty in plaintext mode, else newest key first.

    ``app_secret`` is empty when the account cannot send messages of its own accord.
    """

    token: str = field(repr=False)
    appid: str
    boxes: tuple[Box, ...]
    app_secret: str = field(repr=False)
    api: str
    secret: bytes = field(repr=False)


def account_of(settings: Settings) -> Account | None:
    """The account, or None when no setting of the channel is made.

    Raises ``SettingsError`` when they do not fit together: a half-connected account would show its
    users WeChat's own error message.
    """
    rest = {
        "POLICYBOT_WECHAT_APPID": settings.wechat_appid,
        "POLICYBOT_WECHAT_AES_KEY": settings.wechat_aes_key,
        "POLICYBOT_WECHAT_AES_KEY_PREVIOUS": settings.wechat_aes_key_previous,
        "POLICYBOT_WECHAT_SECRET": settings.wechat_secret,
    }
    made = [name for name, value in rest.items() if value]
    token = settings.wechat_token.get_secret_value() if settings.wechat_token else ""
    if not token:
        if made:
            raise SettingsError(
                f"设了 {made[0]}，却没有设 POLICYBOT_WECHAT_TOKEN：要接入微信，请填上公众平台"
                "“服务器配置”里的令牌（Token）；不接入微信，请删去微信的各项设置。"
            )
        return None
    if made and not settings.wechat_appid:
        raise SettingsError(
            f"设了 {made[0]}，却没有设 POLICYBOT_WECHAT_APPID：请填上公众号的 AppID（开发者ID）。"
        )
    if not settings.wechat_api.startswith(("https://", "http://")):
        raise SettingsError(
            "POLICYBOT_WECHAT_API 要以 https:// 开头，如 https://api.weixin.qq.com。"
        )
    return Account(
        token=token,
        appid=settings.wechat_appid,
        boxes=_boxes(settings),
        app_secret=settings.wechat_secret.get_secret_value() if settings.wechat_secret else "",
        api=settings.wechat_api.rstrip("/"),
        secret=settings.require_secret(),
    )


def _boxes(settings: Settings) -> tuple[Box, ...]:
    keys = {
        "POLICYBOT_WECHAT_AES_KEY": settings.wechat_aes_key,
        "POLICYBOT_WECHAT_AES_KEY_PREVIOUS": settings.wechat_aes_key_previous,
    }
    current, previous = keys.values()
    if previous and not current:
        raise SettingsError(
            "设了 POLICYBOT_WECHAT_AES_KEY_PREVIOUS，却没有设 POLICYBOT_WECHAT_AES_KEY："
            "前者只在更换密钥时放旧的密钥，现用的要放在后者。"
        )
    boxes = []
    for name, key in keys.items():
        if key is None:
            continue
        try:
            boxes.append(Box(decode_key(key.get_secret_value()), settings.wechat_appid))
        except ValueError:
            raise SettingsError(
                f"{name} 不对：消息加解密密钥（EncodingAESKey）是43位字母和数字，"
                "请照公众平台上的抄全。"
            ) from None
    return tuple(boxes)
