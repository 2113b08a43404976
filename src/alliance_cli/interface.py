"""The registry for Python: notebooks and scripts read it as commands do.

    from alliance_cli import read_registry

    registry = read_registry("alliances/hubei")
    registry.frame("members").groupby("category", observed=True)["employees"].sum()

Nothing here writes.  What stops is an `AllianceError`, whose text says what, where and what to do.
"""

import datetime
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
from .exchange.typed_tables import TypedTable, sources, table_of_parts, table_of_records
from .findings.finding import Located
from .kinds.member import MEMBER
from .language import Wording, say
from .registry.membership import was_member
from .registry.query import place_of
from .registry.shown import Shown, masked_message
from .store.kept import document_at
from .store.load import Document, load
from .store.locate import find_registry, registry_at
from .values.dates import whole_day
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

    def __init__(self, document: Document, path: Path, *, contacts: bool = False) -> None:
        self._document = document
        self._registry = document.registry
        self._contacts = contacts
        self.path = path
        """The file, whatever state of it this is."""

    def __repr__(self) -> str:
        return f"<Registry {self._document.path}: {len(self._registry.members)} members>"

    @property
    def name(self) -> str:
        """The name of the alliance, or nothing."""
        return self._shown().title

    def at(self, place: str | datetime.date) -> "Registry":
        """The registry as git kept it: at a revision, or at the end of a day.

        Raises AllianceError where git has no such thing.
        """
        with _readable():
            kept = document_at(self.path, str(place))
            return Registry(kept, self.path, contacts=self._contacts)

    @functools.cached_property
    def members(self) -> Sequence[Record]:
        """Every member in the order of the file, those who left too."""
        kind, shown = self._registry.kinds[MEMBER.table], self._shown()
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
        return tuple(sources(self._registry.kinds))

    def frame(
        self,
        name: str = MEMBER.table,
        *,
        on: str | datetime.date | None = None,
        at: str | datetime.date | None = None,
        contacts: bool | None = None,
        headings: Words = "keys",
        labels: Words = "keys",
    ) -> "pandas.DataFrame":
        """One of `frames` as a data frame: a row a record, a column a field, filled or not.

        Text is `string`, numbers are `Int64` or `Float64`, yes and no `boolean`, a choice an
        ordered `category` in the order of the registry, a list a list.  A date is two columns:
        `joined`, `datetime64[s]`, missing where only the month or the year is known, and
        `joined_text`, which is "2019-05-28", "2019-05" or "2019".  Rows of contacts, periods and
        the like begin with `member_id` and `position`.

        With a day in `on` there is only what is of those who were members at its end, by the dates
        of their records; of whom these do not say it, a warning tells the number.  `at` means the
        registry as git kept it, as the method `at`.

        `headings` are what columns are called, `labels` what choices are.  `contacts` says for this
        frame whether personal values are in full; while they are masked, they are text.  A value
        that is not of the type of its field is missing, with a warning.  Raises AllianceError for
        another name, and for what is no day or no state of the registry.
        """
        with _readable():
            words = _wording("headings", headings), _wording("labels", labels)
            day = None if on is None else _day(on)
            document = self._document if at is None else document_at(self.path, str(at))
            table, remarks = _table(self._shown(contacts, document), name, day)
        for remark in remarks:
            warnings.warn(remark, stacklevel=2)
        return frame_of(table, *words)

    def _shown(self, contacts: bool | None = None, document: Document | None = None) -> Shown:
        full = self._contacts if contacts is None else contacts
        registry = (document or self._document).registry
        return Shown(registry, Wording.KEYS, contacts=full)


def read_registry(
    path: str | os.PathLike[str] | None = None,
    at: str | datetime.date | None = None,
    *,
    contacts: bool = False,
) -> Registry:
    """The registry in a file, or in a folder that has one; without a path as commands find it.

    That is $ALLIANCE_REGISTRY, else members.toml or data/members.toml here or above.  `at` is a
    revision of git, or a day: the registry as it was kept then.  With `contacts` nothing is masked.
    Raises AllianceError where there is no registry, or where what is there cannot be read as one.
    """
    with _readable():
        found = find_registry(None) if path is None else registry_at(Path(path))
        document = load(found) if at is None else document_at(found, str(at))
        return Registry(document, found, contacts=contacts)


def _table(shown: Shown, name: str, day: datetime.date | None) -> tuple[TypedTable, Sequence[str]]:
    """A table, of the members of a day where one is given, and what is to be told of it."""
    known = sources(shown.registry.kinds)
    if name not in known:
        raise WrongUsage(
            say(f"there is no frame {name}", f"没有 {name} 这个表"), guidance(name, known, known)
        )
    source = known[name]
    records, remarks = shown.registry.of(source.kind), []
    if day is not None:
        if source.kind.table != MEMBER.table:
            raise WrongUsage(
                say(f"{name} has no members of a day", f"{name} 不能按某日的会员选取"),
                say("leave out on=", "请去掉 on="),
            )
        answers = [was_member(record, day) for record in records]
        records = [record for record, was in zip(records, answers, strict=True) if was]
        if undated := answers.count(None):
            remarks.append(
                say(
                    "left out, as their dates do not say whether they were members on "
                    f"{day}: {undated}",
                    f"有 {undated} 家所载日期不足以判断 {day} 是否会员，已略去",
                )
            )
    if source.parts:
        table = table_of_parts(name, source, records, shown)
    else:
        table = table_of_records(source.kind, source.kind.plain, records, shown)
    return table, [*remarks, *filter(None, [table.remark])]


def _day(on: str | datetime.date) -> datetime.date:
    """The day that `on` means; raises WrongUsage where it is no whole one."""
    if isinstance(on, datetime.datetime):
        return on.date()
    if isinstance(on, datetime.date):
        return on
    day = whole_day(on)
    if day is None:
        raise WrongUsage(
            say(f"on={on!r} is not a day", f"on={on!r} 不是某一天的日期"),
            say("write it like 2025-12-31", "请写作 2025-12-31"),
        )
    return day


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
