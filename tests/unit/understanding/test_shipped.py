"""The classifiers of the packs ship trained, so that nobody's first start trains them."""

from __future__ import annotations

from deskhand.assistant.understanding.examples import (
    SHIPPED,
    file_of,
    mood_examples,
    pack_examples,
)
from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.models.embeddings import LOCAL_ENGLISH
from deskhand.packs.loader import BUILT_IN, built_in


def test_each_classifier_that_ships_was_trained_on_the_examples_of_now() -> None:
    wanted = {file_of("sentiment", mood_examples(), LOCAL_ENGLISH, None)}
    for pack in map(built_in, BUILT_IN):
        outside = next((name for name, intent in pack.intents.items() if intent.outside), None)
        wanted |= {
            file_of(
                f"intents-{pack.name}-{language}",
                pack_examples(pack, language),
                LOCAL_ENGLISH,
                outside,
            )
            for language in pack.about.languages
            if language in pack.examples
        }
    assert {file.name for file in SHIPPED.glob("*.npz")} == wanted, "`make fitted` trains them"
    for name in wanted:
        assert IntentClassifier.load(SHIPPED / name).labels
