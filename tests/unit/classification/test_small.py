"""A pack of five sentences can be learned as well as one of a thousand."""

from __future__ import annotations

import numpy as np

from deskhand.infra.classification.fitting import fit


def test_two_examples_of_a_label_are_enough_to_tell_it_apart() -> None:
    texts = [
        "is my lamp mended",
        "how far is the lamp",
        "bring me my lamp",
        "deliver the lamp please",
        "when do you open",
    ]
    labels = ["state", "state", "deliver", "deliver", "hours"]
    meaning = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2]]
    learned = fit(texts, labels, meaning)
    for text, label, vector in zip(texts, labels, meaning, strict=True):
        assert learned.predict(text, vector).label == label
