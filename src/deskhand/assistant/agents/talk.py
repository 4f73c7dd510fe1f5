"""What all parts of the conversation share: the pack, what may be looked up, how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.assistant.answering.questions import Focus, read_question
from deskhand.assistant.learning.policy import Manner
from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.procedures.runner import Runner
from deskhand.assistant.procedures.world import World
from deskhand.assistant.understanding.acts import Act, Reading
from deskhand.assistant.understanding.references import References
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.packs.loader import Pack, phrases
from deskhand.packs.phrases import Phrases

SURE = 0.5
"""From this probability an intent is taken for what was meant: it is likelier than all others."""
MAYBE = 0.28
"""From this one it is, when no document answers better; below, the customer is asked."""
SURELY_ANOTHER = 0.9
"""From this probability a clause is believed to speak of something else than what is in hand."""
GOING_ON = 0.6
"""Below it a clause with the present topic's intent goes on with that topic's records."""
SHORT = 6
"""A clause of so many words may lean on what was said before."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One turn's talk: a message as it was read, and what its answer is made from."""

    pack: Pack
    world: World
    renderer: Renderer
    reading: Reading
    manner: Manner

    @property
    def language(self) -> str:
        """The language of the reply."""
        return self.renderer.language

    @property
    def speech(self) -> Phrases:
        """The phrases of the reply's language."""
        return phrases(self.language)

    @property
    def runner(self) -> Runner:
        """What walks the pack's procedures in this turn's world."""
        return Runner(self.pack, self.world, self.renderer)

    @property
    def outside(self) -> str:
        """The intent of what no answer is foreseen for."""
        return next(name for name, intent in self.pack.intents.items() if intent.outside)

    def references(self, dialogue: Dialogue) -> References:
        """What finds the records that a clause means in this dialogue."""
        return References(self.pack, self.speech, self.language, dialogue)

    def told_intent(self, noun: str) -> str:
        """The intent that stands for being told of a noun."""
        intents = self.pack.intents.items()
        told = (name for name, one in intents if one.about == noun and not one.wish)
        return next(told, self.outside)

    def calls_a_person(self, name: str | None) -> bool:
        """Whether an intent leads to a person at once."""
        intent = self.pack.intents.get(name or "")
        procedure = self.pack.procedures.get(intent.procedure or "") if intent else None
        return procedure is not None and any(step.hand_over for step in procedure.steps)

    def topic_intent(self, dialogue: Dialogue) -> str:
        """The intent of what is spoken of."""
        return dialogue.topic.intent if dialogue.topic else self.outside

    def is_about_documents(self, dialogue: Dialogue) -> bool:
        """Whether what is spoken of is a question to the documents, and no record."""
        topic = dialogue.topic
        if topic is None or not dialogue.question:
            return False
        return not topic.slots and topic.intent in self.pack.intents

    def is_a_question(self, act: Act) -> bool:
        """Whether the clause asks something, with a question mark or without."""
        asks = act.general or act.procedural or "?" in act.text
        return asks or self.speech.question_word(act.text) is not None

    def asks_in_words(self, act: Act) -> bool:
        """The same, also by the words that questions to the documents have: "does the … work?"."""
        focus = read_question(act.text, self.language).focus
        return self.is_a_question(act) or focus is not Focus.OTHER

    def asked_for(self, act: Act) -> str:
        """What the clause asks for: by its question word, else as the documents are asked."""
        word = self.speech.question_word(act.text)
        return word or read_question(act.text, self.language).focus.value
