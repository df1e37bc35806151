"""Settings: ``POLICYBOT_*`` environment variables and a ``.env`` file, each documented here.

The descriptions are shown to operators (``.env.example`` is generated from them), so they are
Chinese. A secret never has a default.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BotError

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "POLICYBOT_"
NEEDS_MENDING = 78  # exit status (EX_CONFIG) of a process that an operator has to mend first

EXPECTED = {  # pydantic's kinds of error, as an operator reads them
    "int_parsing": "应为整数",
    "float_parsing": "应为数字",
    "date_from_datetime_parsing": "应为日期，如 2022-08-01",
    "date_parsing": "应为日期，如 2022-08-01",
    "greater_than": "太小",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "too_short": "太短",
}


class SettingsError(BotError):
    """A setting is missing or wrong; the message names the variable and says what to mend."""

    code = "settings"


class Settings(BaseSettings):
    """Everything an operator can set. Ports are TCP ports, times are seconds."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ROOT / ".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    host: str = Field(
        "127.0.0.1",
        description="应用监听的地址。只在本机试用时不必改；由反向代理转发时也保持本机地址。",
    )
    port: int = Field(8000, ge=1, le=65535, description="应用监听的端口。")
    engine_port: int = Field(
        5005,
        ge=1,
        le=65535,
        description="理解服务的端口，只在 127.0.0.1 上监听，不对外开放。",
    )
    engine_token: SecretStr | None = Field(
        None,
        min_length=16,
        description="应用与理解服务互相验证的口令，至少16个字符。"
        "不设时由 policybot serve 每次启动随机生成；两个进程分开启动时才需要自己设。",
    )
    engine_timeout: float = Field(
        4.0, gt=0, le=60, description="等待理解服务回答的最长时间（秒），超过就先答复用户稍候。"
    )
    engine_python: Path = Field(
        ROOT / ".venv" / "engine" / "bin" / "python",
        description="理解服务所用的 Python（3.10，已装好 requirements/engine.txt）。",
    )
    var_dir: Path = Field(
        ROOT / "var", description="存放模型、日志和内置数据库的目录，可以随时删掉重建模型和日志。"
    )
    database_url: str = Field(
        "",
        description="数据库地址，如 postgresql://用户:密码@主机:5432/库名。"
        "不设时用 var 目录下的 SQLite 文件。",
    )
    as_of: date | None = Field(
        None, description="演示或测试用的固定日期，如 2022-08-01。不设时按当天的政策判断。"
    )
    secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="保护登录、表单和用户标识的密钥，至少32个随机字符。只用内置数据库时可以不设"
        "（第一次启动随机生成，存放在 var/secret.key）；接入微信或设了数据库地址时必须设，"
        "各进程相同。更换后已登录的要重新登录，微信用户的会话重新开始。",
    )
    redis_url: str = Field(
        "",
        description="Redis 地址，如 redis://127.0.0.1:6379/0。多个应用进程共用去重、限流和凭证；"
        "不设时这些也放在数据库里。",
    )
    public_url: str = Field(
        "",
        description="对外的网址，如 https://12333.example.cn，用在网站地图、微信里的链接和登录回调里。"
        "不设时按收到的请求推断。",
    )
    allowed_origins: str = Field(
        "",
        description="允许嵌入对话组件的网站，用逗号分隔，如 https://rsj.example.gov.cn。"
        "不设时只有本站能用。",
    )
    frame_ancestors: str = Field(
        "", description="允许用框架（iframe）嵌入对话页的网站，用逗号分隔。不设时不允许。"
    )
    conversation_days: int = Field(
        30, ge=1, le=365, description="对话记录保留的天数，从最后一条消息算起，到期自动删除。"
    )
    rate_per_user: int = Field(20, ge=1, description="每位用户每分钟最多几条消息。")
    rate_total: int = Field(3000, ge=1, description="所有用户每分钟合计最多几条消息。")
    wechat_token: SecretStr | None = Field(
        None, description="微信公众平台“服务器配置”里的令牌（Token）。设了才接入微信。"
    )
    wechat_appid: str = Field("", description="公众号的 AppID（开发者ID）。")
    wechat_aes_key: SecretStr | None = Field(
        None, description="消息加解密密钥（EncodingAESKey，43位）。不设时只收明文消息。"
    )
    wechat_aes_key_previous: SecretStr | None = Field(
        None, description="更换消息加解密密钥时，旧的那个；换完一天后可以去掉。"
    )
    wechat_secret: SecretStr | None = Field(
        None, description="公众号的 AppSecret，用于客服消息和菜单。账号没有客服消息权限时可以不设。"
    )
    wechat_api: str = Field(
        "https://api.weixin.qq.com", description="微信接口的地址，测试或经代理访问时才要改。"
    )
    documents: Path | None = Field(
        None, description="政策文件原文所在的目录（txt 或 pdf），坐席台据此显示条款原文。"
    )
    console_idle: int = Field(30, ge=1, le=480, description="坐席台多少分钟没有操作就要重新登录。")
    audit_days: int = Field(180, ge=180, description="坐席台操作记录保留的天数，不少于180。")
    oidc_issuer: str = Field(
        "", description="统一身份认证（OIDC）的地址。设了以后坐席台可以用单位账号登录。"
    )
    oidc_client_id: str = Field("", description="统一身份认证分配的客户端标识。")
    oidc_client_secret: SecretStr | None = Field(None, description="统一身份认证分配的客户端密钥。")

    @model_validator(mode="before")
    @classmethod
    def _strip(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        return {key: v.strip() if isinstance(v, str) else v for key, v in values.items()}

    @field_validator("engine_python", "var_dir")
    @classmethod
    def _from_root(cls, path: Path) -> Path:
        return ROOT / path  # a relative path means the project's folder, wherever one starts it

    @model_validator(mode="after")
    def _ports_differ(self) -> Settings:
        if self.port == self.engine_port:
            raise ValueError("POLICYBOT_PORT 和 POLICYBOT_ENGINE_PORT 不能相同，请改其中一个。")
        return self

    @property
    def database(self) -> str:
        """The database address in force, in SQLAlchemy's form."""
        return self.database_url or f"sqlite:///{self.var_dir / 'policybot.sqlite3'}"

    @property
    def models_dir(self) -> Path:
        """Where trained models lie, newest wins."""
        return self.var_dir / "models"

    @property
    def scratch_dir(self) -> Path:
        """What a running engine holds on to; not where other accounts can write."""
        return self.var_dir / "tmp"

    @property
    def log_dir(self) -> Path:
        """Where the children's logs go."""
        return self.var_dir / "log"

    @property
    def engine_url(self) -> str:
        """The engine's base address, always loopback."""
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def scaled_out(self) -> bool:
        """Whether several app processes may share one database or Redis."""
        return bool(self.database_url or self.redis_url)

    def require_secret(self) -> bytes:
        """The key that signs and hashes; without a setting, one kept beside the embedded database.

        Raises ``SettingsError`` where processes or a channel need one that the operator chose.
        """
        if self.secret is not None:
            return self.secret.get_secret_value().encode()
        if self.scaled_out or self.wechat_token is not None:
            raise SettingsError(
                "没有设置 POLICYBOT_SECRET：接入微信，或使用 POLICYBOT_DATABASE_URL、"
                "POLICYBOT_REDIS_URL 时必须设一个至少32个字符的随机串，各进程相同。"
                "可以用这条命令产生：openssl rand -base64 36"
            )
        return _kept_secret(self.var_dir / "secret.key")

    def require_engine_token(self) -> str:
        """The secret that engine and app share.

        Raises ``SettingsError`` when there is none.
        """
        if self.engine_token is None:
            raise SettingsError(
                "没有设置 POLICYBOT_ENGINE_TOKEN（应用与理解服务互相验证的口令）："
                "请用 policybot serve 启动，或自己设一个至少16个字符的随机串。"
            )
        return self.engine_token.get_secret_value()


def _kept_secret(path: Path) -> bytes:
    """The secret in the file, readable by its owner only; made on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # two processes may start at once: the first one's stays
            os.link(draft, path)
        os.unlink(draft)
    return path.read_bytes()


def load_settings() -> Settings:
    """Reads the environment and ``.env``.

    Raises ``SettingsError`` with one line for each wrong variable; a secret's value is not shown.
    """
    try:
        return Settings()
    except ValidationError as problem:
        raise SettingsError("\n".join(map(_explain, problem.errors()))) from None


def _explain(error: object) -> str:
    detail = error if isinstance(error, dict) else {}
    name = "".join(str(part) for part in detail.get("loc", ()))
    if not name:
        return str(detail.get("msg", "")).removeprefix("Value error, ")
    field = Settings.model_fields.get(name.lower())
    hint = field.description if field else ""
    expected = EXPECTED.get(str(detail.get("type")), str(detail.get("msg")))
    return f"{PREFIX}{name.upper()} 的值不对：{expected}。这一项是：{hint}"
