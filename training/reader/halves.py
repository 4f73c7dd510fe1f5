"""Texts read by MiniLM as it came, once, and put together for the layers that are learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import normalize

from training.reader.cases import Window
from training.reader.network import HIDDEN, Published

LONGEST_WINDOW, LONGEST_QUESTION = 192, 64
"""In tokens; what stands behind is not read."""
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Half:
    """A text after each layer from the last shared one on: float16 (tokens, 384) each."""

    states: tuple[Tensor, ...]
    spans: list[tuple[int, int]]

    @property
    def whole(self) -> Tensor:
        """The vector of the text, (384,), of length 1."""
        return normalize(self.states[-1].float().mean(0), dim=0)


def open_tokenizer(path: Path, longest: int) -> Tokenizer:
    """The published tokenizer, cutting texts to so many tokens."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=longest)
    return tokenizer


def halves(model: Published, tokenizer: Tokenizer, texts: Sequence[str], every: bool) -> list[Half]:
    """Each text read by itself; with `every` all states are kept, else the first and the last."""
    read = tokenizer.encode_batch(list(texts))
    order = sorted(range(len(texts)), key=lambda place: len(read[place].ids))
    done: dict[int, Half] = {}
    for start in range(0, len(order), _TOGETHER):
        rows = order[start : start + _TOGETHER]
        width = len(read[rows[-1]].ids)
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        mask = torch.zeros(len(rows), width)
        for row, place in enumerate(rows):
            ids[row, : len(read[place].ids)] = torch.tensor(read[place].ids)
            mask[row, : len(read[place].ids)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = model(ids, mask)
        kept = states if every else [states[0], states[-1]]
        for row, place in enumerate(rows):
            length = len(read[place].ids)
            mine = tuple(one[row, :length].half().clone() for one in kept)
            done[place] = Half(mine, read[place].offsets)
    return [done[place] for place in range(len(texts))]


@dataclass(frozen=True, slots=True)
class Table:
    """Questions beside windows, as `Reader.forward` takes them."""

    asked: Tensor
    asked_mask: Tensor
    seen: list[Tensor]
    seen_mask: Tensor
    units: Tensor
    alike: Tensor

    def read_by(self, reader: torch.nn.Module) -> tuple[Tensor, Tensor]:
        """What the reader tells of every question with every window."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds, told = reader(
                self.asked, self.asked_mask, self.seen, self.seen_mask, self.units, self.alike
            )
        return odds.float(), told.float()


def table(questions: Sequence[Half], halves: Sequence[Half], windows: Sequence[Window]) -> Table:
    """All questions beside all windows."""
    asked, asked_mask = _padded([one.states[0] for one in questions])
    seen = [
        _padded([one.states[layer] for one in halves])[0] for layer in range(len(halves[0].states))
    ]
    _, seen_mask = _padded([one.states[0] for one in halves])
    units = torch.zeros(len(windows), max(len(one.units) for one in windows), seen[0].shape[1])
    for row, (half, window) in enumerate(zip(halves, windows, strict=True)):
        for number, (first, last) in enumerate(window.spans):
            for token, (begin, stop) in enumerate(half.spans):
                if stop > begin and first <= begin < last:
                    units[row, number, token] = 1
    alike = (
        torch.stack([one.whole for one in questions]) @ torch.stack([one.whole for one in halves]).T
    )
    return Table(asked, asked_mask, seen, seen_mask, units, alike)


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    width = max(len(one) for one in rows)
    out = torch.zeros(len(rows), width, HIDDEN)
    mask = torch.zeros(len(rows), width)
    for row, one in enumerate(rows):
        out[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return out, mask
