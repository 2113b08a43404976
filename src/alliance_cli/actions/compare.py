"""What `diff` does: two states of a registry, each from a file or from git, are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import CannotDo, WrongUsage
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..registry.comparison import Fate, compared
from ..registry.differences import Difference, differences_of_tables
from ..registry.query import Selection, test_of
from ..registry.registry import Record, Registry
from ..store.history import NEWEST, History
from ..store.kept import document_at
from ..store.load import MAXIMUM_SIZE, Document, Unreadable, document_of, load
from ..store.locate import find_registry
from ..values.dates import whole_day
from .sources import STANDARD_INPUT, bytes_of


@dataclass(frozen=True)
class Comparison:
    """Two states of a registry, what became of its records, and what else differs in its tables."""

    before: Document
    after: Document
    fates: Sequence[Fate]
    settings: Sequence[Difference]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that was asked about differs."""
        return not (self.fates or self.settings)


def compare(
    first: str | None, second: str | None, registry: str | None, chosen: Selection | None
) -> Comparison:
    """What distinguishes two states of a registry.

    Each is a file, `-`, a revision, `REV:path` or a day.  Where they are not given, the first is
    that of the last commit and the second the registry itself, which is found as by every command.
    Where records are chosen, nothing else is compared.  Raises CannotDo where there is no such
    state, Unreadable where it is no registry, WrongUsage for what is chosen wrongly.
    """
    before = _state(NEWEST if first is None else first, registry)
    after = load(find_registry(registry)) if second is None else _state(second, registry)

    kinds = after.registry.kinds
    tests = {
        table: test_of(after.registry, kind, chosen)
        for table, kind in kinds.items()
        if chosen and (table == MEMBER.table or _is_about(chosen, kind))
    }

    def wanted(kind: Kind, record: Record) -> bool:
        if chosen is None:
            return True
        return bool(record) and kind.table in tests and tests[kind.table](record)

    fates = compared(before.registry, after.registry, wanted)
    settings = _settings(before, after) if chosen is None else []
    return Comparison(before, after, fates, settings)


def _is_about(chosen: Selection, kind: Kind) -> bool:
    """Whether a choice of members makes sense of records of another kind."""
    if any(values and key not in kind.fields for key, values in chosen.equals):
        return False
    try:
        test_of(Registry({}), kind, chosen)
    except WrongUsage:
        return False
    return True


def _state(word: str, registry: str | None) -> Document:
    """The registry that a word means."""
    if word == STANDARD_INPUT or (word and Path(word).exists()):
        if word != STANDARD_INPUT and History(Path(word)).knows(word):
            # Whoever adds a file must not decide what is compared.
            raise WrongUsage(
                say(f"{word} is a file and a revision", f"{word} 既是文件名，又是 git 版本"),
                say(f"write ./{word} for the file", f"文件请写作 ./{word}"),
            )
        raw = bytes_of(word, MAXIMUM_SIZE)
        return document_of(Path(word), raw)
    path = find_registry(registry)
    try:
        return document_at(path, word)
    except Unreadable:
        raise
    except CannotDo as error:
        if word == NEWEST or ":" in word or whole_day(word):
            # Mostly nobody has typed it, or it is plainly no file.
            raise
        raise CannotDo(
            say(f"{word}: no such file: {error.message}", f"{word}：没有这个文件，{error.message}"),
            error.hint,
        ) from None


def _settings(before: Document, after: Document) -> Sequence[Difference]:
    """What differs outside the records."""
    tables = {*before.registry.kinds, *after.registry.kinds}
    old, new = (
        {key: value for key, value in each.data.items() if key not in tables}
        for each in (before, after)
    )
    return [*differences_of_tables(old, new)]
