"""Reads packs from folders: every fault with its file, and with its line where that is known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.errors import InvalidInput
from deskhand.packs.acting import Action, PoliciesFile
from deskhand.packs.phrases import Phrases, PhrasesFile, check_phrases
from deskhand.packs.reading import TextUnreadable, faults_told, parsed, place
from deskhand.packs.schema import Agent, Examples, Intent, Name, Noun, PackFile, Procedure
from deskhand.packs.wording import Wording, WordingUnusable

_ROOT = resources.files("deskhand.packs")
BUILT_IN = ("shop", "hotel")
"""The packs that come with Deskhand."""

Shape = TypeVar("Shape", bound=BaseModel)


_PARTS = ("pack.yaml", "nouns.yaml", "intents.yaml", "actions.yaml", "policies.yaml")
_FOLDERS = ("procedures", "intents", "wording", "cases")
_NAME = TypeAdapter(Name)


class PackInvalid(InvalidInput):
    """The pack cannot be used."""

    def __init__(self, *faults: str) -> None:
        """Each fault is a line that names its file."""
        self.faults = tuple(line for fault in faults for line in fault.splitlines() if line)
        super().__init__("\n".join(self.faults) or None, faults=list(self.faults))


@dataclass(frozen=True, repr=False)
class Pack:
    """A trade, whole and checked. `files` are its sources, by path."""

    about: PackFile
    nouns: Mapping[str, Noun]
    intents: Mapping[str, Intent]
    actions: Mapping[str, Action]
    policies: PoliciesFile
    procedures: Mapping[str, Procedure]
    examples: Mapping[str, Examples]
    wordings: Mapping[str, str]
    files: Mapping[str, str]
    trained: Mapping[str, IntentClassifier] = field(default_factory=dict, compare=False)
    """By language: what was trained on further examples of a tenant, in place of the pack's own."""

    def __repr__(self) -> str:
        """Short: a pack stands in every frame of a traceback, and its texts would fill pages."""
        return f"Pack({self.name!r}, {self.digest[:8]})"

    @property
    def name(self) -> str:
        return self.about.name

    @cached_property
    def digest(self) -> str:
        """Changes with any file that a customer can notice."""
        said = sorted((path, text) for path, text in self.files.items() if "cases/" not in path)
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @cached_property
    def examples_digest(self) -> str:
        """Changes with the names of intents and what customers write for them, and nothing else."""
        shown = sorted(
            (language, intent, *texts)
            for language, examples in self.examples.items()
            for intent, texts in examples.intents.items()
        )
        return hashlib.sha256(repr((sorted(self.intents), shown)).encode()).hexdigest()

    @cached_property
    def agent_of(self) -> Mapping[str, Agent]:
        """The agent that is responsible for each intent."""
        return {intent: agent for agent in self.about.agents for intent in agent.intents}

    def speaks(self, language: str) -> bool:
        """Whether replies can be worded in that language."""
        return language in self.about.languages

    def wording(self, language: str) -> Wording:
        """The sentences of a language; those of the first language where it has none."""
        chosen = language if self.speaks(language) else self.about.languages[0]
        if chosen not in self._worded:  # Reading one takes a tenth of a second.
            self._worded[chosen] = self.read_wording(chosen)
        return self._worded[chosen]

    @cached_property
    def _worded(self) -> dict[str, Wording]:
        return {}

    def read_wording(self, language: str) -> Wording:
        """The sentences of one of its languages, read anew. Raises `WordingUnusable`."""
        return Wording(
            language,
            (
                # A page may be shown with a sentence in English; an answer never is.
                ("languages/en/pages.ftl", language_pages("en")),
                (f"languages/{language}/pages.ftl", language_pages(language)),
                (f"languages/{language}/wording.ftl", language_wording(language)),
                (f"wording/{language}.ftl", self.wordings[language]),
            ),
        )

    def example(self, language: str) -> Examples:
        """How customers of a language speak; those of the first language where it has none."""
        return self.examples.get(language) or self.examples[self.about.languages[0]]


@cache
def built_in(name: str) -> Pack:
    """A pack that comes with Deskhand. It is not checked again at each start: tests do that."""
    return _unchecked(built_in_files(name))


def built_in_files(name: str) -> dict[str, str]:
    """The files of a pack that comes with Deskhand. Raises `PackInvalid` for another name."""
    if name not in BUILT_IN:
        raise PackInvalid(f"There is no built-in pack `{name}`; there are {', '.join(BUILT_IN)}.")
    return files_in(_ROOT / name)


def read_pack(folder: Traversable | Path) -> Pack:
    """The pack in a folder. Raises `PackInvalid` with every file's fault."""
    return pack_of(files_in(folder))


def files_in(folder: Traversable | Path, prefix: str = "") -> dict[str, str]:
    """The texts of a pack's folder by path. Raises `PackInvalid` for what is no text."""
    if not folder.is_dir():
        raise PackInvalid(f"{folder} is no folder of a pack.")
    found: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            if not entry.name.startswith((".", "_")):
                found |= files_in(entry, f"{path}/")
        elif entry.name.endswith((".yaml", ".ftl", ".md", ".txt")):
            try:
                found[path] = entry.read_text("utf-8")
            except UnicodeDecodeError as error:
                raise PackInvalid(f"{path}: this is no UTF-8 text.") from error
    return found


def pack_of(files: Mapping[str, str]) -> Pack:
    """A pack from its files' texts by path, checked as a whole. Raises `PackInvalid`."""
    pack = _unchecked(files)
    # What is checked here needs the whole pack.
    from deskhand.packs.checking import faults_of

    if found := faults_of(pack):
        raise PackInvalid(*found)
    return pack


def _unchecked(files: Mapping[str, str]) -> Pack:
    """A pack whose every file is right by itself. Raises `PackInvalid`."""
    faults = _strangers(files)
    about = _part(files, "pack.yaml", PackFile, faults)
    nouns = _parts(files, "nouns.yaml", Noun, faults)
    intents = _parts(files, "intents.yaml", Intent, faults)
    # A trade in which nothing can be done needs neither.
    actions = _parts(files, "actions.yaml", Action, faults) if "actions.yaml" in files else {}
    policies: PoliciesFile | None = PoliciesFile()
    if "policies.yaml" in files:
        policies = _part(files, "policies.yaml", PoliciesFile, faults)
    procedures: dict[str, Procedure] = {}
    examples: dict[str, Examples] = {}
    for path in files:
        if path.startswith("procedures/"):
            procedure = _part(files, path, Procedure, faults)
            if procedure is not None and procedure.procedure != _stem(path):
                at = place(path, files[path], "procedure")
                faults.append(f"{at}: the file of `{procedure.procedure}` has another name.")
            elif procedure is not None:
                procedures[procedure.procedure] = procedure
        elif path.startswith("intents/"):
            shown = _part(files, path, Examples, faults)
            if shown is not None:
                examples[_stem(path)] = shown
    wordings = {_stem(path): text for path, text in files.items() if path.startswith("wording/")}
    if faults or about is None or policies is None:
        raise PackInvalid(*faults)
    return Pack(
        about, nouns, intents, actions, policies, procedures, examples, wordings, dict(files)
    )


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def _strangers(files: Mapping[str, str]) -> list[str]:
    """A misspelt name would be read by nobody, and missed by nobody."""
    return [
        f"{path}: no part of a pack has this name."
        for path in files
        if path not in _PARTS
        and path.split("/")[0] not in _FOLDERS
        and not path.endswith((".md", ".txt"))
    ]


def _read(files: Mapping[str, str], path: str, faults: list[str]) -> Any:
    if path not in files:
        faults.append(f"{path}: this file is missing.")
        return None
    try:
        raw = parsed(files[path])
    except TextUnreadable as error:
        line = f", line {error.line}" if error.line else ""
        faults.append(f"{path}{line}: {error.problem}.")
        return None
    if raw is None:
        faults.append(f"{path}: this file is empty.")
    return raw


def _part(
    files: Mapping[str, str], path: str, shape: type[Shape], faults: list[str]
) -> Shape | None:
    raw = _read(files, path, faults)
    if raw is None:
        return None
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        faults += faults_told(path, files[path], error)
        return None


def _parts(
    files: Mapping[str, str], path: str, shape: type[Shape], faults: list[str]
) -> dict[str, Shape]:
    raw = _read(files, path, faults)
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        faults.append(f"{path}: names with what they hold are expected.")
        return {}
    parts: dict[str, Shape] = {}
    for name, value in raw.items():
        try:
            _NAME.validate_python(name)
            parts[name] = shape.model_validate(value)
        except ValidationError as error:
            faults += faults_told(path, files[path], error, str(name))
    return parts


@cache
def language_wording(language: str) -> str:
    """The Fluent sentences that any trade uses, in one language."""
    file = _ROOT / "languages" / language / "wording.ftl"
    if not file.is_file():
        raise WordingUnusable(f"There is no wording for the language `{language}`.")
    return file.read_text("utf-8")


@cache
def language_pages(language: str) -> str:
    """What stands on customers' pages, in the widget and in mail of any trade; maybe nothing."""
    file = _ROOT / "languages" / language / "pages.ftl"
    return file.read_text("utf-8") if file.is_file() else ""


@cache
def phrases(language: str) -> Phrases:
    """How people of a language talk. Raises `PackInvalid`; English where there is no file."""
    path = f"languages/{language}/phrases.yaml"
    file = _ROOT / "languages" / language / "phrases.yaml"
    if not file.is_file():
        return phrases("en")
    faults: list[str] = []
    read = _part({path: file.read_text("utf-8")}, path, PhrasesFile, faults)
    if read is None or faults:
        raise PackInvalid(*faults)
    if lacks := check_phrases(read):
        told = "; ".join(
            f"{section}: {', '.join(sorted(names))}" for section, names in lacks.items()
        )
        raise PackInvalid(f"{path} lacks {told}.")
    return Phrases(language, read)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have phrases and wording."""
    folder = _ROOT / "languages"
    return tuple(
        sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.is_dir()
            and (entry / "phrases.yaml").is_file()
            and (entry / "wording.ftl").is_file()
        )
    )


@cache
def _apologies() -> dict[str, str]:
    text = (_ROOT / "languages" / "apologies.yaml").read_text("utf-8")
    return {str(code): str(said) for code, said in parsed(text).items()}


def apology(language: str) -> str | None:
    """One line in a language that replies cannot be worded in; None where there is none."""
    return _apologies().get(language)
