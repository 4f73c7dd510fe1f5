"""Tokens and dollars: what a call may use before it is made, and what it used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskhand.assistant.turn import Usage
from deskhand.infra.models.failures import BudgetExceeded
from deskhand.infra.observability import metrics
from deskhand.infra.settings import ModelSettings

_BYTES_PER_TOKEN = 3.5
_TOKENS_PER_MESSAGE = 4
_SHORTEST_ANSWER = 200
_LONGEST_ANSWER = 4096


class Account:
    """The model budget of one turn: `spent` by earlier calls, `used` by the calls since."""

    def __init__(self, settings: ModelSettings, spent: Usage) -> None:
        self._settings = settings
        self._spent = spent
        self.used = Usage()

    def answer_room(self, input_tokens: int) -> int:
        """Tokens that an answer to a prompt of `input_tokens` may have.

        Raises BudgetExceeded when not even a short answer is within the turn's budget.
        """
        so_far = self._spent + self.used
        room: float = (
            self._settings.max_tokens_per_turn
            - so_far.input_tokens
            - so_far.output_tokens
            - input_tokens
        )
        if self._settings.output_price > 0:
            dollars = self._settings.max_cost_per_turn - so_far.cost - self._cost(input_tokens, 0)
            room = min(room, dollars * 1_000_000 / self._settings.output_price)
        elif so_far.cost + self._cost(input_tokens, 0) > self._settings.max_cost_per_turn:
            room = 0
        if room < _SHORTEST_ANSWER:
            raise BudgetExceeded()
        return min(_LONGEST_ANSWER, int(room))

    def book(self, input_tokens: int, output_tokens: int) -> None:
        """Count one call."""
        cost = self._cost(input_tokens, output_tokens)
        metrics.model_tokens_total.labels("input").inc(input_tokens)
        metrics.model_tokens_total.labels("output").inc(output_tokens)
        metrics.model_cost_dollars_total.inc(cost)
        self.used += Usage(1, input_tokens, output_tokens, cost)

    def _cost(self, input_tokens: int, output_tokens: int) -> float:
        prices = self._settings.input_price, self._settings.output_price
        return (input_tokens * prices[0] + output_tokens * prices[1]) / 1_000_000


def estimated_tokens(text: str) -> int:
    """About how many tokens `text` has; rather too many, as it guards a budget.

    English has some four bytes to a token and most other scripts about three, so bytes are a
    better measure than characters; a tokenizer would have to be the model's own.
    """
    return int(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN) + 1


def estimated_prompt_tokens(messages: Iterable[Mapping[str, str]], schema: str = "") -> int:
    """About how many tokens a call with `messages` and the answer's JSON `schema` sends."""
    total = estimated_tokens(schema) if schema else 0
    for message in messages:
        total += estimated_tokens(message["content"]) + _TOKENS_PER_MESSAGE
    return total
