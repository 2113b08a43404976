"""The registry for Python: notebooks and scripts read it as commands do.

    from alliance_cli import read_registry

    registry = read_registry("alliances/hubei")
    registry.frame("members").groupby("category", observed=True)["employees"].sum()

Nothing here writes.  What stops is an `AllianceError`, whose text says what, where and what to do.
"""

import functools
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .actions.validate import chosen_rules, findings_of
from .errors import AllianceError, WrongUsage
from .exchange.frame import frame_of
from .exchange.typed_tables import TypedTable, names_of_tables, table_of_parts, table_of_records
from .findings.finding import Located
from .kinds.member import MEMBER
from .language import Wording, say
from .registry.query import place_of
from .registry.shown import Shown, masked_message
from .store.load import Document, load
from .store.locate import find_registry, registry_at
from .values.words import guidance

if TYPE_CHECKING:
    import pandas

Record = Mapping[str, Any]
"""A record by the keys of its fields, in their order, with the values that TOML has."""

Words = Literal["keys", "zh", "en"]
"""What fields and choices are called by: the fixed keys, or Chinese or English words."""


class Found(NamedTuple):
    """What `validate` reports: the code and the severity of the rule, and the place in the file.

    Lines and columns count from 1.  `member_id`, `member_name` and `field` are empty where it is
    about none.
    """

    code: str
    severity: str
    message: str
    hint: str
    path: str
    line: int
    column: int
    member_id: str
    member_name: str
    field: str


class Registry:
    """What a registry file held when it was read; `read_registry` makes it.

    Telephone numbers and addresses of people are masked in all that it gives, unless it was read
    with `contacts=True`.
    """

    def __init__(self, document: Document, *, contacts: bool = False) -> None:
        self._document = document
        self._registry = document.registry
        self._contacts = contacts

    def __repr__(self) -> str:
        return f"<Registry {self.path}: {len(self._registry.members)} members>"

    @property
    def path(self) -> Path:
        """The file."""
        return self._document.path

    @property
    def name(self) -> str:
        """The name of the alliance, or nothing."""
        return self._shown(None).title

    @functools.cached_property
    def members(self) -> Sequence[Record]:
        """Every member in the order of the file, those who left too."""
        kind, shown = self._registry.kinds[MEMBER.table], self._shown(None)
        return [shown.data(member, kind) for member in self._registry.members]

    def find(self, word: str) -> Record:
        """The one member with this id or name, or with `word` in a name.

        Raises AllianceError where there is none, or where there are several, with those.
        """
        with _readable():
            return self.members[place_of(self._registry, self._registry.kinds[MEMBER.table], word)]

    def findings(self, *, strict: bool = False) -> list[Found]:
        """What `alliance validate` reports of it, in the order of the file, all of it."""
        chosen = chosen_rules((), (), strict=strict)
        return [_found(each) for each in findings_of(self._document, chosen)]

    @property
    def frames(self) -> tuple[str, ...]:
        """The names that `frame` knows: the kinds of record, and the tables in these."""
        return tuple(names_of_tables(self._registry.kinds))

    def frame(
        self,
        name: str = MEMBER.table,
        *,
        contacts: bool | None = None,
        headings: Words = "keys",
        labels: Words = "keys",
    ) -> "pandas.DataFrame":
        """One of `frames` as a data frame: a row a record, a column a field, filled or not.

        Text is `string`, numbers are `Int64` or `Float64`, yes and no `boolean`, a choice an
        ordered `category` in the order of the registry, a list a list.  A date is two columns:
        `joined`, `datetime64[s]`, missing where only the month or the year is known, and
        `joined_text`, which is "2019-05-28", "2019-05" or "2019".  Rows of contacts begin with
        `member_id` and `position`.

        `headings` are what columns are called, `labels` what choices are.  `contacts` says for this
        frame whether personal values are in full; while they are masked, they are text.  A value
        that is not of the type of its field is missing, with a warning.  Raises AllianceError for
        another name.
        """
        with _readable():
            table = self._table(name, self._shown(contacts))
            words = _wording("headings", headings), _wording("labels", labels)
        if table.remark:
            warnings.warn(table.remark, stacklevel=2)
        return frame_of(table, *words)

    def _table(self, name: str, shown: Shown) -> TypedTable:
        names = names_of_tables(self._registry.kinds)
        if name not in names:
            raise WrongUsage(
                say(f"there is no frame {name}", f"没有 {name} 这个表"),
                guidance(name, names, names),
            )
        kind, key = names[name]
        records = self._registry.of(kind)
        if key:
            return table_of_parts(kind, key, records, shown)
        return table_of_records(kind, kind.plain, records, shown)

    def _shown(self, contacts: bool | None) -> Shown:
        full = self._contacts if contacts is None else contacts
        return Shown(self._registry, Wording.KEYS, contacts=full)


def read_registry(
    path: str | os.PathLike[str] | None = None, *, contacts: bool = False
) -> Registry:
    """The registry in a file, or in a folder that has one; without a path as commands find it.

    That is $ALLIANCE_REGISTRY, else members.toml or data/members.toml here or above.  With
    `contacts` nothing is masked.  Raises AllianceError where there is no registry, or where what is
    there cannot be read as one.
    """
    with _readable():
        found = find_registry(None) if path is None else registry_at(Path(path))
        return Registry(load(found), contacts=contacts)


def _found(each: Located) -> Found:
    finding = each.finding
    return Found(
        finding.rule.code,
        str(finding.severity),
        masked_message(finding.message),
        masked_message(finding.hint),
        each.file,
        *each.position,
        masked_message(each.member_id),
        masked_message(each.member_name),
        masked_message(finding.field),
    )


def _wording(parameter: str, word: str) -> Wording:
    try:
        return Wording(word)
    except ValueError:
        known = [each.value for each in Wording]
        raise WrongUsage(
            f"{parameter}={word!r}: " + say("no such choice", "没有这个选项"),
            guidance(str(word), known, known),
        ) from None


@contextmanager
def _readable() -> Iterator[None]:
    """Let a traceback say of an error what a command says on its other lines."""
    try:
        yield
    except AllianceError as error:
        for line in (*error.details, error.hint):
            if line:
                error.add_note(line)
        raise
