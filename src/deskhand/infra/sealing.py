"""Keyed digests for the audit trail, and a second place for the head of each chain.

The key is outside the database, so that whoever can write there can forge nothing. The head tells
how long a chain was and how it ended, so that nothing can be cut off its end.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Head:
    """The last place of a chain, and the digest there; `genuine` is whether we signed it."""

    count: int
    digest: str
    genuine: bool = True


@dataclass(frozen=True, slots=True)
class Sealing:
    """The key of the trail, and the folder in which the heads of all tenants are kept."""

    key: bytes
    folder: Path

    @classmethod
    def of(cls, secret: str, folder: Path) -> Sealing:
        """With a key of its own, made of the secret that signs tokens."""
        return cls(hmac.digest(secret.encode(), b"deskhand audit trail", "sha256"), folder)

    def digest(self, text: str) -> str:
        """The keyed digest, as 64 hexadecimal digits."""
        return hmac.new(self.key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def keep_head(self, tenant_id: UUID, head: Head) -> None:
        """Write the head, signed; whoever reads it sees the old one or the new one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        signature = self._signature(tenant_id, head.count, head.digest)
        text = json.dumps({"count": head.count, "digest": head.digest, "signature": signature})
        fresh = self.folder / f"{tenant_id}.{os.getpid()}.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._path(tenant_id))

    def head(self, tenant_id: UUID) -> Head | None:
        """The head that was kept; None where there is none yet."""
        try:
            kept = json.loads(self._path(tenant_id).read_text(encoding="utf-8"))
            count, digest = int(kept["count"]), str(kept["digest"])
            good = self._signature(tenant_id, count, digest)
            genuine = hmac.compare_digest(good, str(kept["signature"]).encode().decode("ascii"))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return Head(0, "", genuine=False)
        return Head(count, digest, genuine)

    def _path(self, tenant_id: UUID) -> Path:
        return self.folder / f"{tenant_id}.json"

    def _signature(self, tenant_id: UUID, count: int, digest: str) -> str:
        return self.digest(f"head|{tenant_id}|{count}|{digest}")
