"""Languages are told by script and small words; identifiers and names do not mislead."""

from __future__ import annotations

import pytest

from deskhand.assistant.understanding.language import language_among

SERVED = ("en", "de", "fr", "es", "pt", "it")


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Where's my order?", "en"),
        ("ORD123", "en"),
        ("ok", "en"),
        ("", "en"),
        ("😀😀", "en"),
        ("Track ORD124 please", "en"),
        ("wo ist meine Bestellung", "de"),
        ("¿Dónde está mi pedido?", "es"),
        ("où est ma commande", "fr"),
        ("hola", "es"),
        ("danke", "de"),
        ("quanto dura la garanzia dei dispositivi", "it"),
        ("где мой заказ", "ru"),
        ("де моє замовлення", "uk"),
        ("注文はどこですか", "ja"),
        ("我的订单在哪里", "zh"),
        ("내 주문은 어디에 있나요", "ko"),
        ("أين طلبي", "ar"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
    ],
)
def test_a_plain_language_is_seen(message: str, language: str) -> None:
    assert language_among(message, SERVED) == language


def test_a_longer_text_in_a_language_that_is_not_served_is_known_as_such() -> None:
    text = "Paczka została uszkodzona podczas transportu i chciałbym otrzymać nową"
    assert language_among(text, SERVED) == "pl"


def test_of_a_doubtful_word_or_two_a_served_language_is_taken() -> None:
    for text in ("pakket kapot", "super", "ok danke"):
        assert language_among(text, SERVED) in SERVED


def test_without_a_word_the_most_usual_language_is_taken() -> None:
    assert language_among("ORD123 ??", ("de", "en")) == "de"
