"""A plain scorer of text that tries to instruct the assistant instead of asking it.

Nothing is decided by this score alone: what may be done is decided by code. It marks a turn for
people and decides how quoted text is fenced, so it adds up a few signs and stays readable.
"""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import math
import re

_RULES = (
    r"(?:instruc\w+|prompts?|rules?|guidelines?|directions?|directives?|commands?|tasks?|assignments?|orders|"
    r"restrictions?|filters?|messages?|text|context|anweisungen|aufgaben?|befehle|regeln|vorgaben|informationen|"
    r"instrucciones|reglas|consignes|règles)"
)
_PAST = (
    r"(?:previous|prior|above|earlier|preceding|all|any|the|your|these|those|my|before|vorherigen?|vorangegangenen?|"
    r"obigen?|alle[ns]?|bisherigen?|deine|ihre|anteriores?|todas?|précédentes?|toutes?|les|las|die|den|said|given)"
)
# Each sign: its weight in log-odds, and the words.
_SIGNS: tuple[tuple[float, str], ...] = (
    (5.0, rf"\b(?:ignore|disregard|forget|override|bypass|overlook|skip|ignorier\w*|vergiss|vergessen sie|missachte\w*|"
          rf"ignora|olvida|oublie[zr]?|ignorez)\b[^.?!\n]{{0,25}}?\b{_PAST}\b[^.?!\n]{{0,30}}?\b{_RULES}\b"),
    (4.0, r"\b(?:forget|ignore|disregard|vergiss|ignoriere?)\b[^.?!\n]{0,20}\b(?:everything|all|alles)\b"
          r"[^.?!\n]{0,30}\b(?:before|above|said|told|so far|previous\w*|davor|zuvor|bisher\w*|vorher\w*|oben|gesagt\w*)\b"),
    (4.0, r"\b(?:reveal|show|print|repeat|output|display|tell me|give me|leak|share|zeige?|nenne?|wiederhole?|gib|what (?:is|are|was|were))\b"
          r"[^.?!\n]{0,40}\b(?:system prompt|(?:your|initial|original|full|hidden) (?:prompt|(?:\w+ )?instructions?)|"
          r"(?:deine|ihre|den|die|vollständige\w*) (?:prompt\w*|anweisungen|instruktionen))\b"),
    (3.5, r"\b(?:you are|you're|du bist|sie sind|eres|tu es) (?:now|from now on|no longer|jetzt|nun|ab jetzt|ahora|maintenant)\b"),
    (3.0, r"\b(?:act as|pretend (?:to be|that|you)|role-?play(?: as)?|behave (?:as|like)|stell dir vor,? du|verhalte dich|"
          r"tu so,? als|spiele? die rolle|i want you to act|your (?:new )?(?:role|task|job|goal) is|you will (?:act|play))\b"),
    (3.0, r"\b(?:from now on|starting now|ab jetzt|von nun an|in the following|new instructions?|neue (?:anweisung|aufgabe)\w*)\b"
          r"[^.?!\n]{0,60}\b(?:you|your|du|dein\w*|sie|only|nur|answer|respond|follow|instructions?)\b"),
    (4.0, r"\b(?:jailbreak|DAN mode|developer mode|do anything now|god mode|unfiltered|without (?:any )?(?:restrictions|filters?|censorship)|"
          r"no (?:restrictions|limitations|ethical|moral))\b"),
    (4.0, r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|(?:^|\n)\W{0,4}(?:system|assistant|developer)\W{0,3}:|#{2,}\s*(?:instruction|system|prompt)"),
    (3.0, r"\b(?:answer|respond|reply|output|say|write|print|antworte|schreibe?|sage?)\s+(?:only |just |nur |always |immer )?"
          r"(?:with |mit )?[\"'“„«]"),
    (2.5, r"\b(?:without|ohne) (?:any )?(?:warnings?|disclaimers?|refus\w+|apolog\w+|moraliz\w+)|\bnever (?:refuse|decline|say no)\b"),
    (2.5, r"\b(?:do not|don['’]t|never|nicht) (?:mention|tell|reveal|say|inform)\b[^.?!\n]{0,30}\b(?:user|instruction|prompt|policy|anyone)\b"),
    (2.5, r"\b(?:i am|i'm|this is|ich bin) (?:your|the|an?|dein) (?:developer|creator|admin\w*|owner|boss|engineer|entwickler|programmer)\b"),
    (2.0, r"\b(?:above|previous|prior|preceding|obige\w*|vorherige\w*) (?:instructions?|prompts?|rules?|anweisungen|text)\b"),
    (1.5, r"\b(?:stop|stopp?|halt|wait|no|warte)[!.]{1,3}\s+(?:now|instead|jetzt|stattdessen|forget|ignore)\b"),
    (1.5, r"\b(?:hypothetical(?:ly)?|fictional|in a (?:world|story|game) where|for educational purposes)\b"),
    (1.5, r"\b(?:instead|stattdessen)[,:]?\s+(?:you|tell|say|give|write|do|act|print|sage?|schreibe?|gib)\b"),
)  # fmt: skip
_COMPILED = tuple((weight, re.compile(words, re.IGNORECASE)) for weight, words in _SIGNS)
_BASE = -2.8


def looks_like_injection(text: str) -> float:
    """How much `text` reads like instructions to the assistant, 0 to 1; above 0.5 marks a turn.

    Adds the weights of the signs found (log-odds, fixed by hand); only the first 8,000
    characters count.
    """
    shown = text[:8000]
    score = _BASE + sum(weight for weight, words in _COMPILED if words.search(shown))
    return 1 / (1 + math.exp(-score))
