"""Trains the reader's upper layers: `python -m training.reader.learn base|centres --name …`."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from deskhand.infra.models.packaged import MINILM
from training.found import KEPT
from training.reader.cases import Collection, Learned, Window, of_base, of_centres
from training.reader.halves import (
    LONGEST_QUESTION,
    LONGEST_WINDOW,
    Half,
    halves,
    open_tokenizer,
    table,
)
from training.reader.network import Published, Reader, published

FOLDER = KEPT / "reader"
_SEED = 11
_QUESTIONS, _WINDOWS = 12, 8
"""In one step: the questions of some windows, beside these and the windows nearest to them."""
_LAYERS_RATE, _HEADS_RATE = 1e-4, 5e-4
_WARM = 0.1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A collection after the shared layers; `likeness` is (questions, windows)."""

    learned: Sequence[Learned]
    windows: Sequence[Window]
    questions: Sequence[Half]
    halves: Sequence[Half]
    likeness: Tensor


def prepare(model: Published, source: Path, collections: Sequence[Collection]) -> list[Prepared]:
    """Every text read once by MiniLM as it came."""
    asking = open_tokenizer(source, LONGEST_QUESTION)
    telling = open_tokenizer(source, LONGEST_WINDOW)
    done = []
    for one in collections:
        questions = halves(model, asking, [each.question for each in one.learned], every=False)
        windows = halves(model, telling, [each.text for each in one.windows], every=True)
        likeness = (
            torch.stack([each.whole for each in questions])
            @ torch.stack([each.whole for each in windows]).T
        )
        done.append(Prepared(one.learned, one.windows, questions, windows, likeness))
    return done


@dataclass(frozen=True, slots=True)
class Step:
    """Some questions of a collection beside some of its windows."""

    of: Prepared
    questions: list[int]
    windows: list[int]


def steps(data: Sequence[Prepared], chance: random.Random) -> list[Step]:
    """Every question once, those of the same passages together, in an order of chance."""
    made = [step for one in data for step in _steps(one, chance)]
    chance.shuffle(made)
    return made


def _steps(one: Prepared, chance: random.Random) -> Iterator[Step]:
    by_passage: dict[tuple[int, ...], list[int]] = {}
    for place, learned in enumerate(one.learned):
        by_passage.setdefault(learned.own, []).append(place)
    passages = list(by_passage)
    chance.shuffle(passages)
    questions: list[int] = []
    own: list[int] = []
    for number, passage in enumerate(passages, 1):
        questions += by_passage[passage]
        own += passage
        while len(questions) >= _QUESTIONS or (number == len(passages) and questions):
            taken, questions = questions[:_QUESTIONS], questions[_QUESTIONS:]
            mine = [place for place in own if any(place in one.learned[q].own for q in taken)]
            yield Step(one, taken, _beside(one, taken, mine))
            own = [place for q in questions for place in one.learned[q].own]
    # What is left over was told in the last round.


def _beside(one: Prepared, questions: Sequence[int], own: Sequence[int]) -> list[int]:
    """The questions' own windows and those of the rest that are nearest to any of them."""
    kept = list(dict.fromkeys(own))
    near = one.likeness[list(questions)].max(0).values.argsort(descending=True).tolist()
    room = max(_WINDOWS, len(kept) + 3) - len(kept)
    return kept + [place for place in near if place not in kept][:room]


def loss_of(reader: Reader, step: Step) -> Tensor:
    """Which window answers, whether it does, and which of its units."""
    one = step.of
    windows = [one.windows[place] for place in step.windows]
    made = table(
        [one.questions[place] for place in step.questions],
        [one.halves[place] for place in step.windows],
        windows,
    )
    odds, told = made.read_by(reader)
    right = torch.zeros_like(odds)
    known = torch.ones_like(odds)
    says = torch.zeros_like(told)
    counted = (made.units.sum(-1) > 0).float().expand_as(told).clone()
    for row, place in enumerate(step.questions):
        learned = one.learned[place]
        for column, window in enumerate(step.windows):
            if window in learned.says:
                right[row, column] = 1
                units = learned.says[window]
                if units is None:
                    counted[row, column] = 0
                else:
                    says[row, column, list(units)] = 1
            elif window in learned.own and learned.says:
                known[row, column] = 0
    whether = functional.binary_cross_entropy_with_logits(odds, right, reduction="none")
    # One window in so many answers; both sides count alike, and near ones more than others.
    own = torch.tensor([[w in one.learned[q].own for w in step.windows] for q in step.questions])
    weight = known * torch.where(own, 1.0, 2.0 / odds.shape[1])
    asked = (right.sum(-1) > 0) & (known.sum(-1) > 1)
    hidden = odds.masked_fill(known == 0, -30.0)
    chance = hidden.log_softmax(-1).masked_fill(right == 0, -30.0).logsumexp(-1)
    order = -(chance * asked).sum() / asked.sum().clamp(min=1)
    each = functional.binary_cross_entropy_with_logits(told, says, reduction="none") * counted
    each = each * torch.where(right[..., None] > 0, 1.0, 0.1)
    marked = (right.sum() * 2).clamp(min=1)
    return order + (whether * weight).sum() / weight.sum() * 0.7 + each.sum() / marked / 4 * 0.5


def train(reader: Reader, data: Sequence[Prepared], epochs: float, name: str) -> None:
    """Train over the data so many times; the mean loss of every 25 steps is printed."""
    chance = random.Random(_SEED)  # noqa: S311 - a draw that anyone can repeat
    layers = list(reader.layers.parameters())
    heads = [value for key, value in reader.named_parameters() if not key.startswith("layers")]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": _LAYERS_RATE}, {"params": heads, "lr": _HEADS_RATE}],
        weight_decay=0.01,
    )
    total = int(epochs * len(steps(data, random.Random(_SEED))))  # noqa: S311

    def rate(done: int) -> float:
        return min(done / max(_WARM * total, 1), max(total - done, 0) / total / (1 - _WARM))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    reader.train()
    done, seen, began = 0, [], time.monotonic()
    while done < total:
        for step in steps(data, chance)[: total - done]:
            loss = loss_of(reader, step)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            seen.append(loss.item())
            if done % 25 == 0 or done == total:
                took, last = time.monotonic() - began, seen[-25:]
                mean = sum(last) / len(last)
                print(f"{name} {done}/{total} loss {mean:.3f} {took:.0f} s", flush=True)
                save(reader, name)
    reader.eval()


def save(reader: Reader, name: str) -> None:
    """Keep what the reader has learned so far."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), FOLDER / f"{name}.pt")


def main() -> None:
    """Train on the base set, or on the help centres of `train`."""
    options = argparse.ArgumentParser(prog="python -m training.reader.learn", description=__doc__)
    options.add_argument("what", choices=("base", "centres"))
    options.add_argument("--from", dest="start", help="begin with what is kept as this")
    options.add_argument("--name", required=True, help="what the result is kept as")
    options.add_argument("--epochs", type=float, default=2.0)
    options.add_argument("--data", type=Path, help="the folder of the base set")
    options.add_argument("--most", type=int, help="take only so many collections")
    taken = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(_SEED)
    source = MINILM.ensure(KEPT)
    weights = published(source / "model.safetensors")
    collections = of_centres("train") if taken.what == "centres" else of_base(taken.data)
    data = prepare(Published(weights), source / "tokenizer.json", collections[: taken.most])
    print(
        f"{sum(len(one.learned) for one in data)} questions, "
        f"{sum(len(one.windows) for one in data)} windows",
        flush=True,
    )
    reader = Reader(weights)
    if taken.start:
        reader.load_state_dict(torch.load(FOLDER / f"{taken.start}.pt"))
    train(reader, data, taken.epochs, taken.name)


if __name__ == "__main__":
    main()
