"""Money as integer minor units with an ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass

_NO_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents for USD) of one currency."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """The amount for a person, such as `$49.00` or `1200 JPY`."""
        sign = "-" if self.minor < 0 else ""
        minor = abs(self.minor)
        if self.currency in _NO_MINOR_UNITS:
            number = f"{minor:,}"
        else:
            number = f"{minor // 100:,}.{minor % 100:02d}"
        symbol = _SIGNS.get(self.currency)
        return f"{sign}{symbol}{number}" if symbol else f"{sign}{number} {self.currency}"
