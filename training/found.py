"""What the search found for the help centres' questions, kept between the steps."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.ground import ROOT
from benchmarks.judgement_cases import Case

from deskhand.assistant.answering.reading import Asked, Met
from deskhand.infra.models.embeddings import LOCAL_MULTILINGUAL
from training.centres import FOLDER, Centre, Part, read_centres

KEPT = ROOT / ".deskhand" / "training"


@dataclass(frozen=True, slots=True)
class Found:
    """A question of a centre with the first passages, as the search ordered them."""

    documents: str
    """The language of the documents."""
    model: str
    """The name of the embedding model that searched."""
    kind: str
    case: Case
    asked: Asked
    met: tuple[Met | None, ...]
    measures: npt.NDArray[np.float64]
    """Of each passage what a calibration weighs: meaning, words, tokens; (n, 3)."""

    @property
    def way(self) -> str:
        """By which of the judgement's weights the passages are read."""
        if self.model != LOCAL_MULTILINGUAL:
            return "tokens"
        return "multilingual" if self.case.language == self.documents else "across"


def is_kept(centre: Centre) -> bool:
    """Whether the centre's questions were asked since its file has changed."""
    return _place(centre).exists()


def keep(centre: Centre, found: Sequence[Found]) -> None:
    """Keep what was found for a centre's questions."""
    KEPT.mkdir(parents=True, exist_ok=True)
    _place(centre).write_bytes(pickle.dumps(list(found)))


def read_found(*parts: Part) -> list[Found]:
    """What `python -m training.gather` kept of the centres of these parts."""
    return [
        one
        for centre in read_centres(*parts)
        for one in pickle.loads(_place(centre).read_bytes())  # noqa: S301 - a file of our own
    ]


def _place(centre: Centre) -> Path:
    content = (FOLDER / f"{centre.centre}.yaml").read_bytes()
    return KEPT / f"{centre.centre}-{hashlib.sha256(content).hexdigest()[:12]}.pickle"
