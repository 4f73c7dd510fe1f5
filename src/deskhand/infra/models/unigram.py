"""Text to pieces by the likeliest split into known ones (the Unigram model of SentencePiece)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deskhand.infra.models.e5_file import Vocabulary

BEGIN, END, UNKNOWN = 0, 2, 3
_SPACE = "▁"
_PENALTY = 10.0
"""An unknown character is that much less likely than the least likely piece."""
_LONGEST_PIECE = 16
_REMEMBERED = 20_000

Piece = tuple[int, int, int]
"""The number of a piece, and where it starts and ends in its word."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Numbers of the pieces, and the characters [start, end) of the text that each stands for."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class Unigram:
    """The tokenizer: safe to share, words are remembered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        self._scores = vocabulary.scores.tolist()
        self._normal = vocabulary.normal
        self._unknown = min(self._scores) - _PENALTY
        self._longest = min(max(map(len, vocabulary.pieces)), _LONGEST_PIECE)
        self._known: dict[str, tuple[Piece, ...]] = {}

    def encode(self, text: str) -> Encoded:
        """The pieces of a text, without begin and end."""
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for word, places in self._words(text):
            for number, start, end in self._split(word):
                if number == UNKNOWN and ids and ids[-1] == UNKNOWN:
                    spans[-1] = (spans[-1][0], places[end - 1][1])
                    continue
                ids.append(number)
                spans.append((places[start][0], places[end - 1][1]))
        return Encoded(tuple(ids), tuple(spans))

    def _words(self, text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Each word behind its `▁`, with the characters of the text that its own stand for."""
        word: list[str] = []
        places: list[tuple[int, int]] = []
        for place, character in enumerate(text):
            for normal in self._normal.get(ord(character), character):
                if normal.isspace():
                    if word:
                        yield "".join(word), places
                    word, places = [], []
                    continue
                if not word:
                    word, places = [_SPACE], [(place, place)]
                word.append(normal)
                places.append((place, place + 1))
        if word:
            yield "".join(word), places

    def _split(self, word: str) -> tuple[Piece, ...]:
        if word not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = self._likeliest(word)
        return self._known[word]

    def _likeliest(self, word: str) -> tuple[Piece, ...]:
        """The split with the highest sum of log-probabilities (Viterbi)."""
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        before: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is None and end > start + 1:
                    continue
                score = best[start] + (self._unknown if number is None else self._scores[number])
                if score > best[end]:
                    best[end] = score
                    before[end] = (start, UNKNOWN if number is None else number)
        pieces: list[Piece] = []
        end = size
        while end > 0:
            start, number = before[end]
            pieces.append((number, start, end))
            end = start
        return tuple(reversed(pieces))
