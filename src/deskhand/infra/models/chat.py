"""Which chat model is asked: any provider that LangChain knows, at any address."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.connections import model_connections
from deskhand.infra.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NO_KEY = "no-key-needed"

_OPENAI_NAMES = ("gpt-", "chatgpt", "o1", "o3", "o4")
_PROVIDERS = frozenset(
    {
        "anthropic",
        "azure_openai",
        "bedrock",
        "bedrock_converse",
        "cohere",
        "deepseek",
        "fireworks",
        "google_genai",
        "google_vertexai",
        "groq",
        "huggingface",
        "litellm",
        "mistralai",
        "nvidia",
        "ollama",
        "openai",
        "openrouter",
        "perplexity",
        "together",
        "xai",
    }
)

# On DEBUG and INFO these write whole prompts, that is: what customers said.
_TALKATIVE_LOGGERS = ("openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2")


def open_chat_model(settings: ModelSettings) -> BaseChatModel:
    """The chat model that `settings` name, ready to be asked; no request is sent.

    `settings.name` is `provider:model`, or a model alone: then the address in `base_url` is taken
    to be OpenAI-compatible, and without an address LangChain guesses the provider. Retries are
    left to `infra.models.retries`. Close it with `close_chat_model`.
    Takes about two seconds the first time (see below); call it in a thread when a loop runs.
    Raises ConfigurationInvalid when the provider is unknown or its package is missing.
    """
    # LangChain and the provider's client are optional at run time and heavy: importing them costs
    # some 60 MB and 1.5 s, which the offline engine's users should not pay.
    from langchain.chat_models import init_chat_model

    for name in _TALKATIVE_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    provider, model = _provider_and_model(settings)
    opened: BaseChatModel
    try:
        opened = init_chat_model(model, model_provider=provider, **_options(settings, provider))
    except ImportError:
        raise ConfigurationInvalid(
            f"CHAT_MODEL {settings.name!r} needs LangChain's package for its provider, which is"
            " not installed; install Deskhand with the extra of that provider."
        ) from None
    except ValueError:
        raise ConfigurationInvalid(
            f"CHAT_MODEL {settings.name!r} cannot be opened; write it as `provider:model`"
            " and check the provider's settings."
        ) from None
    return opened


async def close_chat_model(model: BaseChatModel) -> None:
    """Close the connections that `open_chat_model` made for `model`."""
    client = getattr(model, "http_async_client", None)
    if client is not None:
        await client.aclose()


def _provider_and_model(settings: ModelSettings) -> tuple[str | None, str]:
    """The provider, None when LangChain is to guess it, and the model's own name.

    A colon alone does not make a provider: many servers call their models `name:size`.
    """
    prefix, colon, rest = settings.name.partition(":")
    provider = prefix.replace("-", "_").lower()
    if colon and (provider in _PROVIDERS or not settings.base_url):
        return provider, rest
    if settings.base_url or settings.name.lower().startswith(_OPENAI_NAMES):
        return "openai", settings.name
    return None, settings.name


def _options(settings: ModelSettings, provider: str | None) -> dict[str, Any]:
    key = settings.api_key.get_secret_value() if settings.api_key else None
    options: dict[str, Any] = {"temperature": settings.temperature}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if provider == "ollama":
        return options | {"client_kwargs": {"timeout": settings.timeout_seconds}}
    options |= {"timeout": settings.timeout_seconds, "max_retries": 0}
    if key:
        options["api_key"] = key
    if provider == "openai":
        options |= {
            "api_key": key or _NO_KEY,
            "http_async_client": model_connections(settings.timeout_seconds),
        }
        if settings.base_url:
            options["use_responses_api"] = False
    return options
