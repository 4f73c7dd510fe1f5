"""Signatures of webhooks, by the example of the Standard Webhooks specification."""

from __future__ import annotations

import base64

from deskhand.domain.webhooks.signature import PREFIX, new_secret, signed_headers


def test_the_signature_is_the_one_of_the_specifications_example() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_new_secret_is_long_enough_and_never_the_same() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert 24 <= len(base64.b64decode(one.removeprefix(PREFIX))) <= 64
