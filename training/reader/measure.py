"""What the trained reader adds to the judgement: `python -m training.reader.measure NAME [part]`.

How much its log-odds count beside the others is chosen on `choose`; figures are told of `report`
once. With `own` our own questions are read, which must not be read worse.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from benchmarks.judgement_cases import own_cases
from benchmarks.judgement_fit import said
from benchmarks.languages import CACHE
from sklearn.metrics import roc_auc_score

from deskhand.assistant.answering.reading import heading_of, read
from deskhand.assistant.answering.sentences import units_of
from deskhand.assistant.answering.weights import fitted
from deskhand.infra.models.embeddings import LOCAL_ENGLISH, open_local
from deskhand.infra.models.packaged import MINILM
from training.found import KEPT, Found, read_found
from training.measure import JUDGED, Told, figures, outcome
from training.reader.cases import windows_of
from training.reader.halves import (
    LONGEST_QUESTION,
    LONGEST_WINDOW,
    Half,
    halves,
    open_tokenizer,
    table,
)
from training.reader.learn import FOLDER
from training.reader.network import Published, Reader, published

WEIGHTS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.5)
"""What the reader's log-odds may count beside those of the judgement; that count 1."""


class Trained:
    """A reader that was trained, with MiniLM below it."""

    def __init__(self, name: str) -> None:
        source = MINILM.ensure(KEPT)
        weights = published(source / "model.safetensors")
        self._below = Published(weights)
        self._asking = open_tokenizer(source / "tokenizer.json", LONGEST_QUESTION)
        self._telling = open_tokenizer(source / "tokenizer.json", LONGEST_WINDOW)
        self._reader = Reader(weights)
        self._reader.load_state_dict(torch.load(FOLDER / f"{name}.pt"))
        self._reader.eval()
        self._read: dict[str, Half] = {}

    @torch.no_grad()
    def tell(self, found: Found) -> Told:
        """The reader's log-odds for the passages that a turn judges, and for their units."""
        passages = found.case.found[:JUDGED]
        parts = [windows_of(heading_of(item), item.text) for item in passages]
        windows = [window for part in parts for window in part]
        fresh = [one.text for one in windows if one.text not in self._read]
        if fresh:
            read = halves(self._below, self._telling, fresh, every=True)
            self._read.update(zip(fresh, read, strict=True))
        asked = halves(self._below, self._asking, [found.case.question], every=False)
        made = table(asked, [self._read[one.text] for one in windows], windows)
        odds, told = made.read_by(self._reader)
        best, units, start = [], [], 0
        for part in parts:
            end = start + len(part)
            best.append(float(odds[0, start:end].max()))
            rows = [told[0, start + row, : len(one.units)] for row, one in enumerate(part)]
            units.append(torch.cat(rows).numpy())
            start = end
        return Told(np.array(best, dtype=np.float32), units)


def weighed(told: Told, passages: float, units: float) -> Told:
    """The same, counting so much."""
    return replace(
        told, passages=told.passages * passages, units=[one * units for one in told.units]
    )


def alone(found: Sequence[Found], told: Sequence[Told]) -> dict[str, float]:
    """What the reader's own log-odds are worth: 0 to 1 each."""
    answerable = np.array([one.case.answerable for one in found])
    best = np.array([float(one.passages.max()) for one in told])
    right = [
        one.case.right[int(said.passages.argmax())] for one, said in zip(found, told, strict=True)
    ]
    least = np.quantile(best[answerable], 0.05)
    return {
        "reader alone: hit@1": float(np.mean(np.array(right)[answerable])),
        "AUC answerable against not": float(roc_auc_score(answerable, best)),
        "unanswerable refused at 5 % falsely": float(np.mean(best[~answerable] < least)),
    }


def elsewhere(found: Sequence[Found]) -> list[Found]:
    """The questions, each with the passages that were found for one half the list further on.

    Nothing there answers, so a reader that reads the passages can tell nothing of them.
    """
    half = len(found) // 2
    others = [*found[half:], *found[:half]]
    return [
        replace(
            one,
            case=replace(
                one.case, found=other.case.found, right=tuple(False for _ in other.case.found)
            ),
        )
        for one, other in zip(found, others, strict=True)
    ]


def figures_with(
    found: Sequence[Found], told: Sequence[Told], passages: float, units: float
) -> dict[str, float]:
    """The figures with the reader's log-odds counting so much."""
    weights = fitted()
    return figures(
        [
            outcome(
                one, weights.unit[one.way], weights.passage[one.way], weighed(said, passages, units)
            )
            for one, said in zip(found, told, strict=True)
        ]
    )


async def own_found() -> list[Found]:
    """Our own English questions, as the benchmarks search them."""
    model = open_local(LOCAL_ENGLISH, CACHE)
    try:
        done = []
        for case in await own_cases(model):
            if case.language != "en" or case.context:
                continue
            says = tuple(
                tuple(u.text for u in units_of(item.text) if said(u.text, marked)) if marked else ()
                for item, marked in zip(case.found, case.says, strict=True)
            )
            case = replace(case, says=says)
            asked, met = await read(model, case.question, "", "en", case.found)
            asked = replace(asked, vectors=None)
            done.append(Found("en", model.name, "own", case, asked, tuple(met), np.zeros((0, 3))))
        return done
    finally:
        model.close()


def main() -> None:
    """Print the figures for each weight, the reader's and without it."""
    options = argparse.ArgumentParser(prog="python -m training.reader.measure", description=__doc__)
    options.add_argument("name")
    options.add_argument("part", choices=("choose", "report", "own"))
    options.add_argument("--weight", type=float, nargs=2, action="append")
    options.add_argument(
        "--elsewhere",
        action="store_true",
        help="tell what is known from the questions' words alone",
    )
    taken = options.parse_args()
    torch.set_num_threads(1)
    if taken.part == "own":
        found = asyncio.run(own_found())
    else:
        found = [one for one in read_found(taken.part) if one.way == "tokens"]
        found = [one for one in found if one.documents == "en" == one.case.language]
    reader = Trained(taken.name)
    if taken.elsewhere:
        found = elsewhere(found)
    told = [reader.tell(one) for one in found]
    for name, value in alone(found, told).items():
        print(f"{name:38}{value:9.1%}")
    if taken.elsewhere:
        return
    pairs = taken.weight or [(one, one) for one in WEIGHTS]
    columns = [figures_with(found, told, *pair) for pair in pairs]
    print(f"{len(found)} questions; passages, units " + " ".join(f"{a:g},{b:g}" for a, b in pairs))
    for row in columns[0]:
        print(f"{row:38}" + "".join(f"{column[row]:9.1%}" for column in columns))


if __name__ == "__main__":
    main()
