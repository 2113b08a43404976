"""What `log` does: the commits that changed a registry, and what became of records in each."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import WrongUsage
from ..kinds.kind import Kind
from ..registry.comparison import Fate, compared
from ..registry.query import place_of
from ..registry.registry import Directory, Record, Registry
from ..store.history import SHALLOW, Commit, History, Step
from ..store.load import Unreadable, document_of, load
from ..toml.parse import Pieces

# Steps share what they hold with their neighbours, on some branches that are told in turn.
_MOST_KEPT = 16


@dataclass(frozen=True)
class Entry:
    """A commit, what became of records in it, and why nobody can tell that, if nobody can."""

    commit: Commit
    path: str
    fates: Sequence[Fate]
    problem: str = ""


@dataclass(frozen=True)
class Period:
    """The first and the last day that are asked about, as ISO 8601 has them; empty for no bound."""

    first: str = ""
    last: str = ""

    def has(self, commit: Commit) -> bool:
        """Whether a commit was made in the period, by the day of the place where it was made."""
        day = commit.when.date().isoformat()
        return self.first <= day and (not self.last or day <= self.last)


class Trace:
    """The history of the registry at `path`, the newest commit first."""

    def __init__(self, path: Path) -> None:
        self.registry = load(path).registry
        self._path = path
        self._history = History(path)

    def entries(self, period: Period) -> Iterator[Entry]:
        """Every commit of the period that changed the file."""
        with self._history.contents() as contents:
            states = _States(self._path, [*self._history.steps()], contents)
            for step in states.steps:
                if period.has(step.commit):
                    entry = states.entry(step)
                    # Most merges bring nothing of their own.
                    if len(step.before) == 1 or entry.fates or entry.problem:
                        yield entry

    def entries_about(self, kind: Kind, word: str, period: Period) -> Iterator[Entry]:
        """The commits that changed the one record that `word` means, whatever id it had.

        Who is gone is found, too, by a whole id or name.  Raises WrongUsage where there is none, or
        where there are several.
        """
        with self._history.contents() as contents:
            states = _States(self._path, [*self._history.steps()], contents)
            record = self._record(kind, word, states)
            known = {_id(record)}
            for step in states.steps:
                entry = states.entry(step)
                about = [f for f in entry.fates if known & {_id(f.before), _id(f.after)} - {""}]
                # Further back it has the id that it had before.
                known.update(_id(fate.before) for fate in about)
                if (about or entry.problem) and period.has(step.commit):
                    yield Entry(entry.commit, entry.path, about, entry.problem)

    def _record(self, kind: Kind, word: str, states: "_States") -> Record:
        try:
            return self.registry.of(kind)[place_of(self.registry, kind, word)]
        except WrongUsage:
            if Directory(self.registry, kind).called(word):
                raise
            for step in states.steps:
                for name in step.before:
                    registry = states.registry(name)
                    places = (
                        Directory(registry, kind).called(word, in_part=False) if registry else []
                    )
                    if registry and len(places) == 1:
                        return registry.of(kind)[places[0]]
            raise


class _States:
    """What a registry was in each step, every state read once as long as it is needed."""

    def __init__(self, path: Path, steps: Sequence[Step], contents: Callable[[str], bytes]) -> None:
        self.steps = steps
        self._path = path
        self._contents = contents
        self._before = {step.after: step.before for step in steps if step.after}
        self._read = functools.lru_cache(_MOST_KEPT)(self._read_once)
        self._pieces: Pieces = {}

    def registry(self, name: str | None) -> Registry | None:
        """The state with this name, empty where there was no file; None where it is none."""
        state = self._read(name)
        return None if isinstance(state, str) else state

    def entry(self, step: Step) -> Entry:
        """What became of records in a step: of a merge, what none of its parents has."""
        after = self._read(step.after)
        if isinstance(after, str):
            return Entry(step.commit, step.path, [], after)
        if step.is_cut_off:
            return Entry(step.commit, step.path, [], str(SHALLOW))
        each: list[Sequence[Fate]] = [_fates(self._readable(name), after) for name in step.before]
        return Entry(step.commit, step.path, functools.reduce(_in_both, each))

    def _readable(self, name: str | None) -> Registry:
        """The state with this name, or the last one before it that can be read."""
        passed = set()
        while (state := self.registry(name)) is None and name not in passed:
            passed.add(name)
            name = next(iter(self._before.get(name or "", ())), None)
        return state or Registry({})

    def _read_once(self, name: str | None) -> Registry | str:
        """The state with this name, or why it cannot be read."""
        if name is None:
            return Registry({})
        try:
            # Most of it stands in the state that was read last, too.
            document = document_of(self._path, self._contents(name), self._pieces)
        except Unreadable as stopped:
            return stopped.message
        self._pieces = document.pieces
        return document.registry


def _fates(before: Registry, after: Registry) -> list[Fate]:
    return compared(before, after)


def _in_both(fates: Sequence[Fate], others: Sequence[Fate]) -> Sequence[Fate]:
    """What became of records whichever of two parents of a merge they are compared with."""
    known = {(fate.what, fate.kind.table, _id(fate.record)): fate for fate in others}
    found = []
    for fate in fates:
        other = known.get((fate.what, fate.kind.table, _id(fate.record)))
        if other is None:
            continue
        new = [(each.path, each.new) for each in other.differences]
        common = [each for each in fate.differences if (each.path, each.new) in new]
        if common or not fate.differences:
            found.append(fate._replace(differences=common))
    return found


def _id(record: Record) -> str:
    return str(record.get("id", "")).casefold()
