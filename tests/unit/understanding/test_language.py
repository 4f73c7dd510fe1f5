"""Languages are told by script and small words; identifiers and names do not mislead."""

from __future__ import annotations

import pytest

from deskhand.assistant.understanding.language import detect_language, language_at_a_glance


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
        ("где мой заказ", "ru"),
        ("де моє замовлення", "uk"),
        ("注文はどこですか", "ja"),
        ("我的订单在哪里", "zh"),
        ("내 주문은 어디에 있나요", "ko"),
        ("أين طلبي", "ar"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
    ],
)
def test_a_plain_language_is_seen_at_a_glance(message: str, language: str) -> None:
    assert language_at_a_glance(message) == language


def test_what_small_words_leave_open_is_asked_of_the_model() -> None:
    assert language_at_a_glance("Paczka uszkodzona podczas transportu") is None
    assert detect_language("Paczka uszkodzona podczas transportu") == "pl"
