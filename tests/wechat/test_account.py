"""The settings of the account: all or nothing, and each mistake in words that mend it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import SettingsError
from bot.wechat.account import account_of
from tests.wechat.conftest import make_settings
from tests.wechat.platform import KEY

S = SecretStr


def settings(tmp_path: Path, **changes: Any) -> Any:
    return make_settings(tmp_path, "secure", True, "https://api.example.cn/", **changes)


def test_nothing_set_is_no_account(tmp_path: Path) -> None:
    off = {"wechat_token": None, "wechat_appid": "", "wechat_aes_key": None, "wechat_secret": None}
    assert account_of(settings(tmp_path, **off)) is None


def test_a_whole_account_shows_no_secret(tmp_path: Path) -> None:
    account = account_of(settings(tmp_path))
    assert account is not None
    assert account.api == "https://api.example.cn"
    assert "TokenOfTheTests" not in repr(account)
    assert "app-secret" not in repr(account)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wechat_token": None}, "POLICYBOT_WECHAT_TOKEN"),
        ({"wechat_token": None, "wechat_appid": ""}, "POLICYBOT_WECHAT_TOKEN"),
        ({"wechat_appid": ""}, "POLICYBOT_WECHAT_APPID"),
        ({"secret": None}, "POLICYBOT_SECRET"),
        ({"wechat_aes_key": S(KEY[:-1])}, "43位"),
        ({"wechat_aes_key": S("密" * 43)}, "43位"),
        ({"wechat_aes_key_previous": S("old")}, "POLICYBOT_WECHAT_AES_KEY_PREVIOUS 不对"),
        (
            {"wechat_aes_key": None, "wechat_aes_key_previous": S(KEY)},
            "没有设 POLICYBOT_WECHAT_AES",
        ),
        ({"wechat_api": "api.weixin.qq.com"}, "POLICYBOT_WECHAT_API"),
    ],
)
def test_what_does_not_fit_together_stops_the_start(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        account_of(settings(tmp_path, **changes))
    assert KEY[:-1] not in refused.value.message
