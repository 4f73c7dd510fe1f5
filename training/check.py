"""Checks the help centres and counts what they hold: `python -m training.check`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from training.centres import FOLDER, Centre, CentreInvalid, asked_of, read_centre, read_split


def faults() -> list[str]:
    """What is wrong with the files and the split, one line each; empty when nothing is."""
    found = []
    names = []
    for path in sorted(FOLDER.glob("*.yaml")):
        names.append(path.stem)
        try:
            read_centre(path)
        except CentreInvalid as error:
            found.append(str(error))
    parts = Counter(name for part in read_split().values() for name in part)
    found += [f"{name} is in no part of the split" for name in names if not parts[name]]
    found += [f"the split names {name} {count} times" for name, count in parts.items() if count > 1]
    found += [f"the split names {name}, which is no file" for name in parts if name not in names]
    return found


def counts(centres: Sequence[Centre]) -> dict[str, int]:
    """How many centres, sections and questions there are, and how many of another language."""
    sections = [(one, section) for one in centres for section in one.sections]
    asked = [(one, question) for one, section in sections for question in asked_of(section)]
    return {
        "help centres": len(centres),
        "not in English": sum(one.language != "en" for one in centres),
        "sections": len(sections),
        "answered": sum(len(section.questions) for _, section in sections),
        "unanswered": sum(len(section.unanswered) for _, section in sections),
        "in another language": sum(
            question.language not in (None, one.language) for one, question in asked
        ),
    }


def main() -> None:
    """Tell the faults and end with 1, or tell the counts."""
    found = faults()
    for fault in found:
        print(fault)
    if found:
        sys.exit(1)
    for part, names in read_split().items():
        centres = [read_centre(FOLDER / f"{name}.yaml") for name in names]
        told = ", ".join(f"{count} {name}" for name, count in counts(centres).items())
        print(f"{part:7} {told}")


if __name__ == "__main__":
    main()
