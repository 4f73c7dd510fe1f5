"""Macros' texts: each variable is filled in once, and nothing that a customer is called runs."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from deskhand.domain.conversations.macros import MacroIn, render


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{customer.first_name}}!", "Hi Maya!"),
        ("Hi {{ customer.first_name | there }}!", "Hi Maya!"),
        ("Re: {{conversation.subject|your question}}", "Re: your question"),
        ("[{{conversation.subject}}]", "[]"),
        ("{{customer.name}}", "{{agent.name}} <b>"),
        ("{single} {{ }", "{single} {{ }"),
    ],
)
def test_variables_are_filled_in_once(text: str, said: str) -> None:
    values = {
        "customer.first_name": "Maya",
        "customer.name": "{{agent.name}} <b>",
        "agent.name": "Secret",
        "conversation.subject": None,
    }
    assert render(text, values) == said


def test_an_unknown_variable_is_refused_when_the_macro_is_stored() -> None:
    with pytest.raises(ValidationError, match=r"there is no variable 'customer.password'"):
        MacroIn(name="M", text="{{customer.password}}")
