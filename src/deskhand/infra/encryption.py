"""Credentials at rest: encrypted and authenticated (Fernet), with keys that can be replaced."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from deskhand.infra.errors import ConfigurationInvalid

_SHORTEST = 32


class CredentialKeyTooShort(ConfigurationInvalid):
    """Each of CREDENTIAL_KEYS needs at least 32 bytes."""


class CredentialUnreadable(ConfigurationInvalid):
    """No key of CREDENTIAL_KEYS opens this credential: name the older key too, or set it anew."""


class Vault:
    """Encrypts with the first of its keys, and opens what any of them encrypted."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises CredentialKeyTooShort."""
        if any(len(key.encode()) < _SHORTEST for key in keys):
            raise CredentialKeyTooShort
        self._keys = [_derived(key) for key in keys]

    @classmethod
    def of(cls, keys: str | None, secret: str) -> Vault:
        """With the keys of a list by comma; without one, the key that is made of `secret`."""
        named = [key.strip() for key in (keys or "").split(",") if key.strip()]
        return cls(named or [secret])

    def encrypted(self, text: str) -> str:
        """The text as it may be stored; no two are alike."""
        return str(self._box.encrypt(text.encode()).decode())

    def opened(self, token: str) -> str:
        """What was encrypted; raises CredentialUnreadable, also for what was changed since."""
        try:
            return str(self._box.decrypt(token.encode()).decode())
        except self._fernet.InvalidToken as error:
            raise CredentialUnreadable from error

    def renewed(self, token: str) -> str:
        """The same under the first key; raises CredentialUnreadable."""
        return self.encrypted(self.opened(token))

    @property
    def _fernet(self) -> Any:
        # Its shared library takes a while to load, and most desks keep no credential.
        return import_module("cryptography.fernet")

    @property
    def _box(self) -> Any:
        return self._fernet.MultiFernet([self._fernet.Fernet(key) for key in self._keys])


def _derived(key: str) -> bytes:
    """32 bytes for Fernet, made of a key or pass phrase of any length."""
    digest = hmac.digest(key.encode(), b"deskhand credentials", hashlib.sha256)
    return base64.urlsafe_b64encode(digest)
