"""Money as integer minor units with an ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NO_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents for USD) of one currency."""

    minor: int
    currency: str

    @classmethod
    def written(cls, text: str, currency: str) -> Money:
        """The amount as a person writes it in a field, such as `49` or `49.00`.

        Raises ValueError for what is no amount, or has parts smaller than the currency's.
        """
        try:
            minor = Decimal(text.strip()) * (1 if currency in _NO_MINOR_UNITS else 100)
        except InvalidOperation:
            raise ValueError("this is no amount") from None
        if not minor.is_finite() or minor != int(minor):
            raise ValueError(f"{currency} has no such small part")
        return cls(int(minor), currency)

    @property
    def plain(self) -> str:
        """The amount as a field shows it, such as `49.00`; `written` reads it back."""
        if self.currency in _NO_MINOR_UNITS:
            return str(self.minor)
        return f"{'-' * (self.minor < 0)}{abs(self.minor) // 100}.{abs(self.minor) % 100:02d}"

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
