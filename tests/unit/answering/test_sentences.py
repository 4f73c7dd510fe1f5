"""A passage in numbered units, and what a quote of some of them looks like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskhand.assistant.answering.sentences import quoted, sentences_of

RATES = """| Region | Method | Delivery time | Cost |
|---|---|---|---|
| Canada | Standard | 5 to 8 business days | $14.95 |
| Canada | Express | 3 to 4 business days | $29.95 |

There is no free shipping abroad."""
PLANS = """| | Basic | Pro |
|---|---|---|
| Devices | 10 | 150 |
| API | | yes |"""
STEPS = """Do this:

1. Open your orders.
2. Print the label.
   Any printer will do.

You get an e-mail."""


def test_each_sentence_is_a_unit_and_keeps_its_own_words() -> None:
    text = "The warranty lasts 24 months, e.g. for hubs. Batteries have 12 months."
    assert sentences_of(text) == (
        "The warranty lasts 24 months, e.g. for hubs.",
        "Batteries have 12 months.",
    )


def test_a_row_of_a_table_is_told_with_the_names_of_its_columns() -> None:
    assert sentences_of(RATES)[:2] == (
        "Canada, Standard – Delivery time: 5 to 8 business days; Cost: $14.95.",
        "Canada, Express – Delivery time: 3 to 4 business days; Cost: $29.95.",
    )


def test_a_row_of_two_cells_needs_no_name_of_a_column() -> None:
    lights = "| Light | Meaning |\n|---|---|\n| Red | Fault |\n| Green | Fine |"
    assert sentences_of(lights) == ("Red: Fault.", "Green: Fine.")


def test_an_empty_cell_is_not_told() -> None:
    assert sentences_of(PLANS) == ("Devices – Basic: 10; Pro: 150.", "API: Pro: yes.")


def test_what_only_looks_like_a_table_stays_as_it_is() -> None:
    assert sentences_of("| just one line |") == ("| just one line |",)


def test_a_list_item_keeps_its_mark_and_what_stands_under_it() -> None:
    assert sentences_of(STEPS) == (
        "Do this:",
        "1. Open your orders.",
        "2. Print the label.\n   Any printer will do.",
        "You get an e-mail.",
    )


def test_code_is_one_unit_even_with_empty_lines_and_marks_of_lists() -> None:
    code = "```python\nfirst()\n\n- second()\n```"
    assert sentences_of(f"Call it so:\n\n{code}\n\nDone well, it works.") == (
        "Call it so:",
        code,
        "Done well, it works.",
    )


def test_a_wrapped_line_is_joined_and_a_line_of_an_address_is_not() -> None:
    wrapped = "A line that an editor broke after sixty or so characters because of\nIts length."
    assert len(sentences_of(wrapped)) == 1
    assert sentences_of("Sample Street 1\nSampletown") == ("Sample Street 1", "Sampletown")


def test_a_quoted_list_stands_under_its_lead_in() -> None:
    assert quoted(STEPS, (0, 1, 2)) == (
        "Do this:\n1. Open your orders.\n2. Print the label.\n   Any printer will do."
    )


def test_quoted_sentences_stand_beside_each_other_and_rows_under_each_other() -> None:
    assert quoted("It lasts. It holds on. It ends well.", (0, 2)) == "It lasts. It ends well."
    assert quoted(RATES, (0, 1)).count("\n") == 1
    assert quoted(RATES, (1, 2)).endswith("$29.95.\n\nThere is no free shipping abroad.")


@given(st.text(alphabet="ab.| -\n`1)•?", max_size=200))
def test_any_text_is_numbered_the_same_each_time_and_loses_no_word(text: str) -> None:
    units = sentences_of(text)
    assert units == sentences_of(text)
    assert all(unit.strip() for unit in units)
    if "|" not in text and "`" not in text:
        assert "".join("".join(units).split()) == "".join(text.replace("> ", "").split())
