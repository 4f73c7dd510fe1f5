"""Puts each help centre into one part, alike in languages: `python -m training.split`.

What `split.yaml` says stays as it is; only centres that it does not name are added, so that no
centre that was trained on is ever reported on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import get_args

import yaml

from training.centres import FOLDER, SPLIT, Part, read_centre, read_split

SHARES: Mapping[Part, float] = {"train": 36 / 60, "choose": 8 / 60, "report": 16 / 60}

_HEADER = """\
# Which help centre is in which part. Written by `python -m training.split`, which adds new ones and
# moves none. Weights are fitted on `train`, choices are made on `choose`, figures told of `report`.
"""


def extended(
    split: Mapping[Part, list[str]], languages: Mapping[str, str]
) -> dict[Part, list[str]]:
    """The split with the centres that it lacks; `languages` tells the language of each.

    In each language the next centre goes to the part that lacks most of its share.
    """
    parts: dict[Part, list[str]] = {part: list(split.get(part, [])) for part in get_args(Part)}
    known = {name for names in parts.values() for name in names}
    for name in sorted(set(languages) - known, key=_drawn):
        language = languages[name]
        alike = {
            part: sum(languages.get(one) == language for one in names)
            for part, names in parts.items()
        }
        total = sum(alike.values()) + 1
        part = max(SHARES, key=lambda one: SHARES[one] * total - alike[one])
        parts[part].append(name)
    return {part: sorted(names) for part, names in parts.items()}


def _drawn(name: str) -> str:
    """An order that says nothing of the centre and is the same everywhere."""
    return hashlib.sha256(name.encode()).hexdigest()


def main() -> None:
    """Write `split.yaml`."""
    languages = {path.stem: read_centre(path).language for path in FOLDER.glob("*.yaml")}
    split = {part: list(names) for part, names in read_split().items()} if SPLIT.exists() else {}
    content = yaml.safe_dump(extended(split, languages), sort_keys=False)
    SPLIT.write_text(_HEADER + content, encoding="utf-8")


if __name__ == "__main__":
    main()
