"""Every setting, grouped; the only place that reads the environment and `.env`."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ENV = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,255}")


class _Group(BaseSettings):
    model_config = _ENV


class AppSettings(_Group):
    """The process as a whole."""

    data_dir: Path = Field(
        Path(".deskhand"), alias="DESKHAND_DATA_DIR", description="Private data: database, caches."
    )
    sample_shop: bool = Field(
        False, alias="DESKHAND_SAMPLE_SHOP", description="Load the sample shop at start."
    )
    host: str = Field("127.0.0.1", alias="HOST", description="Address the server listens on.")
    audit_heads: Path | None = Field(
        None,
        alias="AUDIT_HEADS",
        description="Folder for the signed heads of the audit trail; empty: in the data folder.",
    )
    trusted_proxies: str | None = Field(
        None,
        alias="TRUSTED_PROXIES",
        description="Addresses and networks, by comma, whose X-Forwarded-For is believed.",
    )
    portal_tenant: str | None = Field(
        None,
        alias="PORTAL_TENANT",
        description="Slug of the tenant whose customers the pages serve; empty: the only one.",
    )
    port: int = Field(8000, alias="PORT", ge=0, le=65535, description="Port of the server.")
    fail_points: Path | None = Field(
        None,
        alias="DESKHAND_FAIL_POINTS",
        description="Folder that tells processes of a fault test where to die; sample shop only.",
    )


class DatabaseSettings(_Group):
    """PostgreSQL. Without a URL a private server is started."""

    url: SecretStr | None = Field(
        None, alias="DATABASE_URL", description="URL of the application's role; empty: embedded."
    )
    owner_url: SecretStr | None = Field(
        None,
        alias="DATABASE_OWNER_URL",
        description="URL of the role that owns the tables; only migrations use it.",
    )
    wait_seconds: float = Field(
        60.0,
        alias="DATABASE_WAIT_SECONDS",
        ge=0,
        description="How long a start waits for a database that is starting or recovering.",
    )
    pool_size: int = Field(
        12,
        alias="DATABASE_POOL_SIZE",
        ge=1,
        description="Open connections for requests, and as many for work.",
    )


class RedisSettings(_Group):
    """Redis. Without a URL wake-ups, events and rate limits stay in the process."""

    url: SecretStr | None = Field(None, alias="REDIS_URL", description="Broker and live events.")


class AuthSettings(_Group):
    """Credentials and their lives."""

    secret: SecretStr | None = Field(
        None,
        alias="SECRET_KEY",
        description="Signs tokens, 32 bytes or more; empty: made once and kept in the data folder.",
    )
    access_minutes: int = Field(30, alias="ACCESS_TOKEN_MINUTES", ge=1, description="Minutes.")
    refresh_days: int = Field(14, alias="REFRESH_TOKEN_DAYS", ge=1, description="Days.")
    login_limit: str = Field(
        "10/minute",
        alias="LOGIN_RATE_LIMIT",
        description="Failed log-ins, and registrations, per address and per account.",
    )
    registration_open: bool = Field(
        False,
        alias="REGISTRATION_OPEN",
        description="Let anybody make a tenant; on the sample shop anybody may.",
    )


class TurnSettings(_Group):
    """How a customer's message is claimed, retried and remembered."""

    lease_seconds: float = Field(15.0, alias="TURN_LEASE_SECONDS", gt=0, description="Seconds.")
    timeout_seconds: float = Field(
        60.0, alias="TURN_TIMEOUT_SECONDS", gt=0, description="Longest draft, seconds."
    )
    settle_seconds: float = Field(
        1.2,
        alias="TURN_SETTLE_SECONDS",
        ge=0,
        description="Pause behind a message that looks unfinished; 0 turns it off.",
    )
    settle_most_seconds: float = Field(
        4.0,
        alias="TURN_SETTLE_MOST_SECONDS",
        ge=0,
        description="Longest such pause, while more comes in.",
    )
    max_attempts: int = Field(3, alias="TURN_MAX_ATTEMPTS", ge=1, description="Then a person.")
    max_lost: int = Field(
        10,
        alias="TURN_MAX_LOST",
        ge=1,
        description="Attempts whose worker died, through no fault of the message; then a person.",
    )
    backoff_seconds: float = Field(
        2.0, alias="TURN_BACKOFF_SECONDS", ge=0, description="First pause; doubles each time."
    )
    sweep_seconds: float = Field(
        5.0, alias="TURN_SWEEP_SECONDS", gt=0, description="How often lost wake-ups are found."
    )
    concurrency: int = Field(
        256, alias="TURN_CONCURRENCY", ge=1, description="Turns at once in one worker."
    )
    message_limit: str = Field(
        "60/minute",
        alias="MESSAGE_RATE_LIMIT",
        description="Messages of one customer, through all doors.",
    )
    context_window: int = Field(
        15, alias="CONTEXT_WINDOW_SIZE", ge=1, description="Messages kept word for word."
    )
    summary_every: int = Field(
        10, alias="SUMMARY_EVERY", ge=1, description="Messages between rolling summaries."
    )
    max_message_chars: int = Field(
        8000, alias="MAX_MESSAGE_CHARS", ge=1, description="Longest message, characters."
    )

    @property
    def hard_limit_seconds(self) -> float:
        """After this a worker's task is cancelled, whatever it does.

        A draft begins again only within the time of one draft, so two of them and the pauses
        before them are the longest attempt.
        """
        return 2 * (self.timeout_seconds + self.settle_most_seconds) + 30.0


class WebhookSettings(_Group):
    """Where events are sent to."""

    allow_private: bool = Field(
        False,
        alias="WEBHOOK_ALLOW_PRIVATE",
        description="Whether webhooks may go to this machine, private networks and plain HTTP.",
    )


class GatewaySettings(_Group):
    """Systems of a tenant's own, in which actions are done."""

    allowed_hosts: str | None = Field(
        None,
        alias="GATEWAY_ALLOWED_HOSTS",
        description="Hosts, by comma, that gateways may reach in private networks and by HTTP.",
    )
    timeout_seconds: float = Field(
        10.0, alias="GATEWAY_TIMEOUT_SECONDS", gt=0, le=60, description="One call, seconds."
    )
    credential_keys: SecretStr | None = Field(
        None,
        alias="CREDENTIAL_KEYS",
        description="Encrypt credentials, by comma: the first encrypts; empty: of SECRET_KEY.",
    )


class MailSettings(_Group):
    """Through which relay mail leaves. Without one it stays in the outbox."""

    smtp_url: SecretStr | None = Field(
        None,
        alias="SMTP_URL",
        description="`smtps://user:password@host:465`, or `smtp://` with STARTTLS; empty: mail is"
        " kept.",
    )
    sender: str | None = Field(
        None, alias="MAIL_FROM", description="Address that mail comes from, beside `SMTP_URL`."
    )
    allow_plain: bool = Field(
        False,
        alias="SMTP_ALLOW_PLAIN",
        description="Whether mail may go to the relay without TLS, as on the same machine.",
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.smtp_url is None:
            return self
        try:
            parts = urlsplit(self.smtp_url.get_secret_value())
            named = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
        except ValueError:
            named = False
        if not named:
            raise ValueError("SMTP_URL has to be smtp:// or smtps:// with a host")
        if self.sender is None or not _ADDRESS.fullmatch(self.sender):
            raise ValueError("MAIL_FROM has to be an e-mail address beside SMTP_URL")
        return self


class ModelSettings(_Group):
    """The language model. Without a key or URL the offline engine answers."""

    name: str = Field("gpt-4.1-mini", alias="CHAT_MODEL", description="`provider:model` or model.")
    api_key: SecretStr | None = Field(None, alias="OPENAI_API_KEY", description="Provider's key.")
    base_url: str | None = Field(
        None, alias="CHAT_MODEL_BASE_URL", description="Any OpenAI-compatible address."
    )
    temperature: float = Field(0.7, alias="CHAT_TEMPERATURE", ge=0, le=2, description="0 to 2.")
    timeout_seconds: float = Field(
        20.0, alias="CHAT_TIMEOUT_SECONDS", gt=0, description="One call, seconds."
    )
    max_retries: int = Field(
        2, alias="CHAT_MAX_RETRIES", ge=0, description="After 429, 5xx and broken connections."
    )
    max_tokens_per_turn: int = Field(
        20_000, alias="CHAT_TOKENS_PER_TURN", ge=1, description="Budget of one turn, tokens."
    )
    max_cost_per_turn: float = Field(
        0.10, alias="CHAT_COST_PER_TURN", gt=0, description="Budget of one turn, US dollars."
    )
    input_price: float = Field(
        0.40, alias="CHAT_INPUT_PRICE", ge=0, description="US dollars per million input tokens."
    )
    output_price: float = Field(
        1.60, alias="CHAT_OUTPUT_PRICE", ge=0, description="US dollars per million output tokens."
    )

    @property
    def configured(self) -> bool:
        """Whether a model can be asked at all."""
        return self.api_key is not None or self.base_url is not None


class EmbeddingSettings(_Group):
    """Which model turns text into vectors."""

    model: str = Field(
        "local:all-MiniLM-L6-v2",
        alias="EMBEDDING_MODEL",
        description="`local:…` or any LangChain embedding, as `openai:text-embedding-3-small`.",
    )
    multilingual: Literal["local:multilingual-e5-small", "none"] = Field(
        "local:multilingual-e5-small",
        alias="MULTILINGUAL_EMBEDDING_MODEL",
        description="Reads other languages beside the English local model; `none` does without.",
    )


class KnowledgeSettings(_Group):
    """Documents and their passages."""

    documents_path: Path = Field(
        Path("data/documents"), alias="DOCUMENTS_PATH", description="Folder kept in step."
    )
    sync_minutes: float = Field(
        60.0, alias="AUTO_SYNC_INTERVAL", ge=0, description="Minutes; 0 turns it off."
    )
    chunk_tokens: int = Field(
        200, alias="CHUNK_TOKENS", ge=32, le=250, description="Longest passage, tokens."
    )
    max_document_bytes: int = Field(
        5_000_000,
        alias="MAX_DOCUMENT_BYTES",
        ge=1,
        description="Largest document or attached file, bytes.",
    )


class ImportSettings(_Group):
    """Files of a tenant's own records."""

    max_bytes: int = Field(
        100_000_000, alias="MAX_IMPORT_BYTES", ge=1, description="Largest file, bytes."
    )


class TrainingSettings(_Group):
    """What one training of taught intents may take, in a process of its own."""

    cpu_seconds: int = Field(
        600, alias="TRAINING_CPU_SECONDS", ge=1, description="Most processor time, seconds."
    )
    seconds: float = Field(
        1800.0, alias="TRAINING_SECONDS", gt=0, description="Longest, waiting included, seconds."
    )
    memory_mb: int = Field(
        4000, alias="TRAINING_MEMORY_MB", ge=500, description="Most address space, MB."
    )


class LearningSettings(_Group):
    """How answers are learned from."""

    learning_rate: float = Field(
        0.1, alias="RL_LEARNING_RATE", gt=0, le=1, description="Step of each update."
    )
    exploration_rate: float = Field(
        0.1, alias="RL_EXPLORATION_RATE", ge=0, le=1, description="Share of explored choices."
    )
    reward_normalization: bool = Field(
        True, alias="REWARD_NORMALIZATION", description="Scale rewards to -1 … 1."
    )


class ObservabilitySettings(_Group):
    """Logs and traces."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="LOG_LEVEL", description="Least severe record written."
    )
    otlp_endpoint: str | None = Field(
        None, alias="OTEL_EXPORTER_OTLP_ENDPOINT", description="OpenTelemetry collector."
    )


class Settings:
    """All groups; each is read when first used."""

    @cached_property
    def app(self) -> AppSettings:
        return AppSettings()

    @cached_property
    def database(self) -> DatabaseSettings:
        return DatabaseSettings()

    @cached_property
    def redis(self) -> RedisSettings:
        return RedisSettings()

    @cached_property
    def auth(self) -> AuthSettings:
        return AuthSettings()

    @cached_property
    def turns(self) -> TurnSettings:
        return TurnSettings()

    @cached_property
    def webhooks(self) -> WebhookSettings:
        return WebhookSettings()

    @cached_property
    def gateways(self) -> GatewaySettings:
        return GatewaySettings()

    @cached_property
    def mail(self) -> MailSettings:
        return MailSettings()

    @cached_property
    def model(self) -> ModelSettings:
        return ModelSettings()

    @cached_property
    def embedding(self) -> EmbeddingSettings:
        return EmbeddingSettings()

    @cached_property
    def knowledge(self) -> KnowledgeSettings:
        return KnowledgeSettings()

    @cached_property
    def imports(self) -> ImportSettings:
        return ImportSettings()

    @cached_property
    def training(self) -> TrainingSettings:
        return TrainingSettings()

    @cached_property
    def learning(self) -> LearningSettings:
        return LearningSettings()

    @cached_property
    def observability(self) -> ObservabilitySettings:
        return ObservabilitySettings()


GROUPS: tuple[type[_Group], ...] = (
    AppSettings,
    DatabaseSettings,
    RedisSettings,
    AuthSettings,
    TurnSettings,
    WebhookSettings,
    GatewaySettings,
    MailSettings,
    ModelSettings,
    EmbeddingSettings,
    KnowledgeSettings,
    ImportSettings,
    TrainingSettings,
    LearningSettings,
    ObservabilitySettings,
)
