"""Headings: which row of a sheet has them, and which column holds which field.

A column is called by the key of a field, `contacts.mobile` for a part of a contact.  Headings are
recognised as keys, in Chinese and in English, and by the aliases of the fields; remarks in brackets
and marks are no part of them.
"""

import functools
import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from ...errors import WrongUsage
from ...kinds.declared import CONTACTS
from ...kinds.kind import Kind
from ...kinds.known import KINDS
from ...kinds.member import MEMBER
from ...language import Phrase, say
from ...values.names import name_key
from ...values.value_type import ValueRefused
from ...values.words import guidance, means_nothing
from ..workbooks.sheet_names import about, has_figures
from .cells import cell_name, column_letters
from .reading import Book, Sheet
from .vertical import Form, Pair, Words, forms_of

REASON = Phrase("import remark", "导入说明")
"""The column of rejects that says why a row was set aside; an import passes over it."""

FILE = Phrase("import file", "导入文件")
"""The column of rejects that says which of several files a row comes from; passed over likewise."""

PASSED_OVER = frozenset(map(name_key, ("序号", "no", "no.", "#", *REASON, *FILE)))
_CODES = ("id", "credit_code")
MOST_LINES_ABOVE = 30
_MANY_SHOWN = 40
# A remark in brackets says no more than the heading, unless it is a unit.
_REMARK = re.compile(r"\((?![^()]*[元万亿%])[^()]*\)")
_UNIT = re.compile(r"\s*[(（][^()（）]*元[)）]\s*$")
# What is longer is not taken apart, which costs its square and more.
_LONGEST_HEADING = 100
_MARKS = re.compile(r"^[*·.\d\u2605]+|[*:\u2605]+$")
_ALTERNATIVES = re.compile("[/|或、]")


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its number from 0, its heading, and the key of what it holds.

    What was read from a form has a cell there instead, `at` this row and column from 0.
    `unit` is that of its numbers, where the heading names another than that of the field.
    """

    number: int
    heading: str
    key: str
    at: tuple[int, int] | None = None
    unit: str = ""


class Table(NamedTuple):
    """A part of a sheet that is a list of members, or of their contacts.

    `headings` are those of all columns, `left_out` those of columns that hold something nobody
    knows what to do with, `names` the keys of every name by which a column can be meant; `first` is
    the number from 0 of the first row below the headings, `last` that of the first row that does
    not belong to it any more; `heads` are the rows above it, titles and headings, as `name_key` has
    their cells.  `within` is the field whose tables stand there, if these are no people.
    """

    sheet: Sheet
    headings: list[str]
    columns: list[Column]
    left_out: list[str]
    first: int
    last: int
    of_contacts: bool
    names: frozenset[str]
    heads: Sequence[Sequence[str]] = ()
    within: str = ""

    @property
    def is_form(self) -> bool:
        """Whether it was a vertical form, made a list of one row."""
        return bool(self.columns and self.columns[0].at)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headings, each with its number as the spreadsheet counts."""
        return enumerate(self.sheet.rows[self.first : self.last], self.first + 1)

    def repeats(self, texts: Sequence[str]) -> bool:
        """Whether a row is a title or a heading of the list once more, as on every page of it."""
        return _repeats(texts, self.heads)


def key_of(kind: Kind, heading: str, *, of_contacts: bool = False) -> str | None:
    """The key of what a column with this heading holds, None where nobody knows.

    In a list of contacts what could be either is a part of a contact.
    """
    records, parts = kind.column_words
    tables = (parts, records) if of_contacts else (records, parts)
    if len(heading) > _LONGEST_HEADING:
        # It is a value, or has a long label of its own.
        whole = name_key(heading)
        return next((table[whole] for table in tables if whole in table), None)
    for word in _readings(heading):
        found = {
            next((table[name_key(each)] for table in tables if name_key(each) in table), None)
            for each in word
        }
        if len(found) == 1 and (key := found.pop()):
            return key
    if _UNIT.search(heading):
        # 年营收(亿元) is 年营收(万元) in another unit.
        bare = _UNIT.sub("", heading)
        for field in kind.fields.values():
            words = (*field.names, *field.aliases) if field.type.unit_named(heading) else ()
            if name_key(bare) in (name_key(_UNIT.sub("", word)) for word in words):
                return field.key
    return (
        _part_of_whole(kind, name_key(heading))
        or _several_parts(kind, heading)
        or next((key for key, _ in _numbered(kind, heading)), None)
    )


def _part_of_whole(kind: Kind, word: str) -> str | None:
    """The key of a part that is named behind its whole: 联系人手机 is the mobile of a contact."""
    # Nearly every cell of a list is asked for, and hardly any begins so.
    if not word.startswith(kind.words_for_people):
        return None
    parts = kind.column_words[1]
    behind = (word[len(whole) :] for whole in kind.words_for_people if word.startswith(whole))
    return next((parts[rest] for rest in behind if rest in parts), None)


_JOINED = re.compile("及其|及|和|与|[/|或、,+&]")


def _several_parts(kind: Kind, heading: str) -> str | None:
    """The key of a column with several parts of a contact: 联系人及电话, 手机/电话.

    With a name it is the whole contact; numbers find their own part wherever they stand.
    """
    bare = _MARKS.sub("", _REMARK.sub("", name_key(heading)))
    words = [word for word in _JOINED.split(bare) if word]
    if len(words) < 2:
        return None
    records, parts = kind.column_words
    keys = [
        parts.get(word) or _part_of_whole(kind, word) or records.get(word, "") for word in words
    ]
    wholes = {key.partition(".")[0] for key in keys}
    if len(wholes) > 1 or not wholes <= kind.people.keys():
        return None
    whole = wholes.pop()
    if any(key in (whole, f"{whole}.name") for key in keys):
        return whole
    fields = kind.parts(whole)
    is_number = all(fields[key.partition(".")[2]].personal for key in keys)
    return keys[0] if is_number else None


_NUMERALS = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"(?P<before>.*?)(?P<first>第)?\(?(?P<number>[{_NUMERALS}]|[0-9]{{1,2}})\)?[位个]?[-_:.、]?"
    r"(?P<behind>.*)"
)
_FURTHER = re.compile("(?:备用|备选|其他|其它|另一|另外)(?P<behind>.+)")
_ANOTHER = 100


def _numbered(kind: Kind, heading: str) -> Iterator[tuple[str, int]]:
    """The key and the number of a heading that counts people, such as 联系人2电话, 第二联系人."""
    word = name_key(heading)
    # Most values have a number, and nothing else of this.
    if not any(map(word.__contains__, kind.words_of_people)):
        return
    if match := _FURTHER.fullmatch(word):
        rest, number = match["behind"], _ANOTHER
    elif (match := _ORDINAL.fullmatch(word)) and (match["before"] or match["first"]):
        rest = match["before"] + match["behind"]
        text = match["number"]
        number = int(text) if text.isdecimal() else _NUMERALS.index(text) + 1
    else:
        return
    if rest != word and (key := key_of(kind, rest)) and key.partition(".")[0] in kind.people:
        yield key, number


def _readings(heading: str) -> Iterator[list[str]]:
    """What a heading may be read as, the nearest first; several words must mean the same."""
    key = name_key(heading)
    yield [key]
    bare = _MARKS.sub("", _REMARK.sub("", key))
    if bare != key:
        yield [bare]
    words = [word for word in _ALTERNATIVES.split(bare) if word]
    if words != [bare]:
        yield words


def recognised(kind: Kind, row: Sequence[str]) -> int:
    """How many different headings of records stand in a row."""
    return len({key for cell in row if (key := key_of(kind, cell))})


def tables_of(
    book: Book,
    kind: Kind,
    mapping: Mapping[str, str],
    remembered: Mapping[str, str] = MappingProxyType({}),
    *,
    required: bool = True,
) -> list[Table]:
    """The sheets that are lists of members or contacts; `mapping` says what some headings mean.

    What is `remembered` says it too, where there are such headings.

    Raises WrongUsage where there is none though one is `required`, and where two columns would hold
    the same.
    """
    wanted = {name_key(word): key for word, key in (*remembered.items(), *mapping.items())}
    others = [sheet for sheet in book.sheets if _is_about_others(book, sheet, kind)]
    tables = [
        table
        for sheet in book.sheets
        if not (sheet in others or _has_figures(book, sheet))
        for table in _tables(book, sheet, kind, wanted)
    ]
    if required and not tables:
        _refuse_another_kind(book, others)
        for sheet in book.hidden:
            if _tables(book, sheet, kind, wanted):
                raise WrongUsage(
                    say(
                        f"the list stands on the hidden sheet {sheet.name}",
                        f"名单在隐藏的工作表 {sheet.name} 中",
                    ),
                    say(
                        f"read it with --sheet '{sheet.name}', or unhide it",
                        f"请用 --sheet '{sheet.name}' 读取，或取消隐藏",
                    ),
                )
        raise WrongUsage(
            say(
                f"no heading of {kind.words.several.english} in the first {MOST_LINES_ABOVE} rows",
                f"前 {MOST_LINES_ABOVE} 行中没有找到{kind.words.several.chinese}名单的表头",
            ),
            say("say what they mean with --map 'heading=name'", "请用 --map '表头=name' 说明"),
        )
    return tables


def refuse_unknown_headings(tables: Sequence[Table], mapping: Mapping[str, str]) -> None:
    """Raise WrongUsage where a heading of a mapping is in none of the tables."""
    shown = [*dict.fromkeys(h for table in tables for h in table.headings if h.strip())]
    found = {name for table in tables for name in table.names}
    for heading in mapping:
        if name_key(heading) not in found:
            raise WrongUsage(
                say(f"--map: there is no heading {heading}", f"--map：没有“{heading}”这个表头"),
                guidance(heading, shown, shown[:_MANY_SHOWN]),
            )


def _is_about_others(book: Book, sheet: Sheet, kind: Kind) -> bool:
    """Whether a sheet of an export has records of another kind, or tables that are no people."""
    if not book.origins:
        return False
    of, key = _about(book, sheet, kind) or (kind, "")
    return of.table != kind.table or (key != "" and key not in kind.people)


def _about(book: Book, sheet: Sheet, kind: Kind = MEMBER) -> tuple[Kind, str] | None:
    """What a sheet of an export has, by its name, else by its headings; `kind` in doubt.

    Those are records of a kind, or tables of a field of it; None where it has no headings, and
    for what is counted.
    """
    if _has_figures(book, sheet):
        return None
    first = {name_key(cell) for row in sheet.rows[:1] for cell in row}

    def headed(each: Kind) -> int:
        return sum(not first.isdisjoint(map(name_key, field.names)) for field in each.plain)

    likely = max((kind, *(KINDS[table] for table in book.origins)), key=headed)
    return about(sheet.name) or ((likely, "") if headed(likely) else None)


def tables_in(book: Book) -> set[str]:
    """The tables of the kinds of which an export has sheets of records."""
    found = (_about(book, sheet) for sheet in book.sheets) if book.origins else ()
    return {each[0].table for each in found if each and not each[1]} & book.origins.keys()


def _refuse_another_kind(book: Book, sheets: Sequence[Sheet]) -> None:
    """Raise WrongUsage where what stands in a workbook is of another kind."""
    for kind, key in filter(None, (_about(book, sheet) for sheet in sheets)):
        if not key and kind.table in book.origins:
            command = " ".join(("alliance", *kind.command, "import"))
            words = kind.words.several
            raise WrongUsage(
                say(f"these are {words.english}", f"表格中是{words.chinese}"),
                say(f"take them in with {command}", f"请用 {command} 导入"),
            )


def _has_figures(book: Book, sheet: Sheet) -> bool:
    """Whether a sheet has the counts or the sums of an export, which may look like anything."""
    return bool(book.origins) and has_figures(sheet.name)


Key = Callable[[str], str | None]
"""Gives the key of what a column with a heading holds: nothing to leave it out, None if unknown."""


def _tables(book: Book, sheet: Sheet, kind: Kind, wanted: Mapping[str, str]) -> list[Table]:
    """The lists in a sheet, one below the other, or the forms, as lists of one member each."""
    of_contacts = _is_sheet_of_contacts(sheet, kind)

    def key(heading: str) -> str | None:
        said = wanted.get(name_key(heading))
        return key_of(kind, heading, of_contacts=of_contacts) if said is None else said

    tables: list[Table] = []
    if not of_contacts:
        for form in forms_of(sheet.rows, _words(kind, key), exported=bool(book.origin)):
            tables += _tables_of_form(sheet, kind, form, wanted)
        if tables:
            return tables
    identifying = _identifying(kind)
    # Texts that are no headings: some that stand in the first rows stand in most of the others.
    values: set[str] = set()
    row, top = _first_heading(sheet.rows, key, identifying), 0
    while row is not None:
        head = _head(sheet.rows, row, key)
        first = head.first
        heads = [list(map(name_key, cells)) for cells in sheet.rows[top:first]]
        following = (
            n
            for n in range(first, len(sheet.rows))
            if values.isdisjoint(sheet.rows[n])
            and _is_heading(sheet.rows[n], key, identifying, values)
            and not _repeats(sheet.rows[n], heads)
        )
        row = next(following, None)
        last = top = len(sheet.rows) if row is None else row
        span = (first, last)
        table = _table(sheet, kind, head, key, wanted, span, of_contacts=of_contacts)
        tables.append(table._replace(heads=heads))
    return tables


def _repeats(texts: Sequence[str], heads: Sequence[Sequence[str]]) -> bool:
    """Whether all that stands in a row stands at its place in one of `heads`, rows of keys."""
    # Nearly every row is told from each of them by its first text.
    return any(
        all(
            number < len(head) and head[number] == name_key(text)
            for number, text in enumerate(texts)
            if text.strip()
        )
        for head in heads
    ) and any(map(str.strip, texts))


def _words(kind: Kind, key: Key) -> Words:
    """What labels of a form mean."""

    def is_choice(of: str, text: str) -> bool:
        field = kind.fields.get(of)
        if field is None or not field.type.choices():
            return False
        try:
            field.type.read(text)
        except ValueRefused:
            return False
        return True

    people = next(iter(kind.people.values()), _PEOPLE)
    return Words(
        key,
        _identifying(kind),
        people.key,
        people.heading.chinese,
        lambda label: _PERSON.search(label.strip()) is not None,
        is_choice,
    )


# Labels about people are told from others, whether or not a record has any.
_PEOPLE = MEMBER.fields[CONTACTS]


def _tables_of_form(
    sheet: Sheet, kind: Kind, form: Form, wanted: Mapping[str, str]
) -> Iterator[Table]:
    """What a form says of a member and of the contact to call first, then of each other one.

    Raises WrongUsage where two labels mean the same and what stands beside them differs.
    """
    heading = str(_PEOPLE.type.fields["name"].heading)
    own = list(_one_pair_of_each(sheet, kind, form.own, wanted))
    first, *others = form.people or ([],)
    everything = [*form.own, *itertools.chain(*form.people), *form.left_out]
    called = (name for pair in everything for name in (pair.label, _exact_label(pair)))
    names = frozenset(map(name_key, called))
    about = [*own, *first]
    row = min(pair.row for pair in about)
    yield _table_of_pairs(sheet, kind, row, about, form.left_out, names, of_contacts=False)
    identifying = _identifying(kind)
    who = [pair for pair in own if pair.key in identifying and not means_nothing(pair.text)]
    for person in others:
        if all(means_nothing(pair.text) for pair in person):
            continue
        # Beside the name of a member, that of a person is called by its own heading.
        parts = [
            pair._replace(label=heading) if pair.key == _NAME_OF_CONTACT else pair
            for pair in person
        ]
        row = min(pair.row for pair in person)
        yield _table_of_pairs(sheet, kind, row, [*who, *parts], [], names, of_contacts=True)


def _one_pair_of_each(
    sheet: Sheet, kind: Kind, pairs: Sequence[Pair], wanted: Mapping[str, str]
) -> Iterator[Pair]:
    """The pairs, one for each key: the first that has a text, if they all say the same."""
    by_key: dict[str, list[Pair]] = {}
    for pair in pairs:
        if key := wanted.get(name_key(_exact_label(pair)), pair.key):
            by_key.setdefault(key, []).append(pair._replace(key=key))
    for key, alike in by_key.items():
        filled = [pair for pair in alike if pair.text.strip()] or alike
        if len({name_key(pair.text) for pair in filled}) > 1:
            raise repeated(sheet, kind, key, list(map(_exact_label, filled)))
        yield filled[0]


def _exact_label(pair: Pair) -> str:
    cell = cell_name(pair.row, pair.column)
    return say(f"{pair.label} (cell {cell})", f"{pair.label} ({cell} 格)")


def _table_of_pairs(
    sheet: Sheet,
    kind: Kind,
    row: int,
    pairs: Sequence[Pair],
    left_out: Sequence[Pair],
    names: frozenset[str],
    *,
    of_contacts: bool,
) -> Table:
    """Pairs as a list of one row, which has the number `row` from 0."""
    everything = [*pairs, *left_out]
    columns = [
        Column(number, pair.label, pair.key, (pair.row, pair.column), unit)
        for number, pair in enumerate(pairs)
        if pair.key
        for unit in [_unit(kind, pair.label, pair.key)]
    ]
    listed = Sheet(
        sheet.name,
        [*[[]] * row, [pair.text for pair in everything]],
        hidden_columns=[
            number
            for number, pair in enumerate(pairs)
            if pair.row in sheet.hidden_rows or pair.column in sheet.hidden_columns
        ],
        is_hidden=sheet.is_hidden,
        file=sheet.file,
    )
    headings = [pair.label for pair in everything]
    unknown = [*dict.fromkeys(pair.label for pair in left_out)]
    return Table(listed, headings, columns, unknown, row, row + 1, of_contacts, names)


def _identifying(kind: Kind) -> frozenset[str]:
    """The columns of which a list or a form of these records has one: they say whose a row is."""
    return frozenset((*_CODES, *kind.identified_by))


def _first_heading(
    rows: Sequence[Sequence[str]], key: Key, identifying: Collection[str]
) -> int | None:
    """The first row of headings below titles: one of several that say who a member is, else the
    one with most of them.
    """
    best, most = None, 0
    for row in range(min(len(rows), MOST_LINES_ABOVE)):
        keys = {*map(key, _head(rows, row, key).headings)} - {None, ""}
        if keys.isdisjoint(identifying):
            continue
        if len(keys) > 1:
            return row
        if len(keys) > most:
            best, most = row, len(keys)
    return best


_ENOUGH_VALUES = 50


def _is_heading(
    cells: Sequence[str], key: Key, identifying: Collection[str], values: set[str]
) -> bool:
    """Whether a row below others is one of headings: it has several, and nothing else.

    Some texts that are no headings are noted among `values`.
    """
    keys: set[str] = set()
    for cell in cells:
        if cell.strip() and name_key(cell) not in PASSED_OVER:
            known = key(cell)
            if known is not None:
                keys.add(known)
            elif len(values) < _ENOUGH_VALUES:
                values.add(cell)
            else:
                # Most rows are told by their first cell.
                return False
    return len(keys) > 1 and not keys.isdisjoint(identifying) and values.isdisjoint(cells)


# The name of a column that `_exact_name` made, as rejects have it.
_EXACT = re.compile(r"(?:(.+)/)?(.+) \((?:column [A-Z]+|[A-Z]+ 列)\)")


class _Head(NamedTuple):
    """The headings of a list, those above them in the upper one of two rows, and the row below."""

    headings: list[str]
    above: list[str]
    first: int


def _head(rows: Sequence[Sequence[str]], row: int, key: Key) -> _Head:
    """The headings in a row, or in two of which the lower one is more exact."""
    upper, lower = list(rows[row]), row + 1
    below = list(rows[lower]) if lower < len(rows) else []
    filled = [cell for cell in below if cell.strip()]
    if len(filled) > 1 and all(key(cell) or cell in upper for cell in filled):
        return _two_rows(upper, below, lower + 1)
    above = list(rows[row - 1]) if row else []
    if sum(bool(key(cell)) for cell in above) > 1:
        return _two_rows(above[: len(upper)], upper, lower)
    exact = [_EXACT.fullmatch(cell) for cell in upper]
    above = [match[1] or "" if match else "" for match in exact]
    bare = [match[2] if match else cell for match, cell in zip(exact, upper, strict=True)]
    return _Head(bare, above, lower)


def _two_rows(upper: list[str], lower: list[str], first: int) -> _Head:
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    headings, above = [], []
    last = ""
    for up, low in zip(upper, lower, strict=True):
        # Of merged cells the first has the text.
        last = up.strip() or last
        headings.append(low if low.strip() else up)
        above.append(last if low.strip() and low.strip() != last else "")
    return _Head(headings, above, first)


def _table(
    sheet: Sheet,
    kind: Kind,
    head: _Head,
    key: Key,
    wanted: Mapping[str, str],
    span: tuple[int, int],
    *,
    of_contacts: bool,
) -> Table:
    headings = head.headings
    if not of_contacts:
        headings = _told_apart(kind, headings, sheet.rows[slice(*span)])
    names = [
        list(map(name_key, (_exact_name(head, number), _lettered(bare, number), bare, heading)))
        for number, (bare, heading) in enumerate(zip(head.headings, headings, strict=True))
    ]
    keys: list[str | None] = [
        next((wanted[name] for name in called if name in wanted), key(heading))
        for called, heading in zip(names, headings, strict=True)
    ]
    in_other_units = {each for each in keys if each and keys.count(each) > 1}
    keys = [
        None if each in in_other_units and _unit(kind, heading, each) else each
        for heading, each in zip(head.headings, keys, strict=True)
    ]
    if of_contacts:
        keys = _of_contacts(keys)
    else:
        numbers = _people(kind, head, keys)
        if any(numbers) or any(each and each.startswith("contacts.") for each in keys):
            # Beside a mobile number, 联系人 is the person's name.
            keys = [_NAME_OF_CONTACT if each == "contacts" else each for each in keys]
        headings, keys = _without_other_people(head, headings, keys)
        keys = _with_reasons(kind, headings, _of_their_own(keys, numbers))
    headings, keys = _one_of_each(sheet, kind, head, headings, keys)
    columns = [
        Column(number, heading, each, unit=_unit(kind, head.headings[number], each))
        for number, (heading, each) in enumerate(zip(headings, keys, strict=True))
        if each
    ]
    left_out = [
        heading.strip()
        for heading, each in zip(headings, keys, strict=True)
        if each is None and heading.strip() and name_key(heading) not in PASSED_OVER
    ]
    all_names = frozenset(itertools.chain(*names))
    return Table(sheet, headings, columns, left_out, *span, of_contacts, all_names)


_OF_REASONS = frozenset(map(name_key, ("原因", "理由", "事由", "reason")))
_REASONS = {"left": "left_reason", "suspended_on": "suspended_reason"}


def _with_reasons(
    kind: Kind, headings: Sequence[str], keys: Sequence[str | None]
) -> list[str | None]:
    """The keys, of which a column called 原因 is for the reason of what another has the day of."""
    about = [reason for day, reason in _REASONS.items() if day in keys and reason in kind.fields]
    open_ = [reason for reason in about if reason not in keys]
    return [
        open_[0] if key is None and open_ and name_key(heading) in _OF_REASONS else key
        for heading, key in zip(headings, keys, strict=True)
    ]


def _unit(kind: Kind, heading: str, key: str) -> str:
    """The unit of the numbers below a heading, where it is another than that of their field."""
    field = kind.fields.get(key)
    return field.type.unit_named(heading) if field else ""


def _people(kind: Kind, head: _Head, keys: Sequence[str | None]) -> list[int | None]:
    """The number of the person that each column is about, where there are several; else None.

    A heading counts them itself, or the one above it, or 联系人 stands there more than once.  What
    stands beside a name without a number is about that person.
    """
    counted: list[int | None] = []
    for heading, above, key in zip(head.headings, head.above, keys, strict=True):
        is_about = key is not None and key.partition(".")[0] in kind.people
        found = [*_numbered(kind, heading), *_numbered(kind, above)] if is_about else []
        counted.append(found[0][1] if found else None)
    names = [place for place, key in enumerate(keys) if key in ("contacts", _NAME_OF_CONTACT)]
    alike = {name_key(head.headings[place]) for place in names}
    if len(names) > 1 and len(alike) == 1 and not any(counted[place] for place in names):
        over = [key_of(kind, head.above[place]) for place in names]
        whole = [(key_of(kind, head.headings[place]) or "") in kind.people for place in names]
        if all(each in kind.people for each in over) or (all(whole) and not any(over)):
            for number, place in enumerate(names, 1):
                counted[place] = number
    beside: int | None = None
    for place, key in enumerate(keys):
        if place in names:
            beside = counted[place]
        elif not _is_part(key):
            beside = None
        elif counted[place] is None:
            counted[place] = beside
    return counted


def _of_their_own(keys: Sequence[str | None], numbers: Sequence[int | None]) -> list[str | None]:
    """The keys, with those of each person after the first apart: `contacts.2.mobile`.

    A number without a name of its own, 电话2, is a further one of the first person.
    """
    named = {
        number or 0 for key, number in zip(keys, numbers, strict=True) if key == _NAME_OF_CONTACT
    }
    further = {number: place for place, number in enumerate(sorted(named), 1) if place > 1}
    return [
        f"contacts.{further[number]}.{key.rpartition('.')[2]}"
        if key is not None and number in further
        else key
        for key, number in zip(keys, numbers, strict=True)
    ]


def _exact_name(head: _Head, number: int) -> str:
    """The name of a column that no other has: what stands above its heading, and its letter."""
    above = head.above[number]
    return (f"{above}/" if above else "") + _lettered(head.headings[number], number)


def _lettered(heading: str, number: int) -> str:
    letter = column_letters(number)
    return say(f"{heading} (column {letter})", f"{heading} ({letter} 列)")


def _told_apart(kind: Kind, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The headings, with the letter of the column where one has none or that of another.

    What has neither heading nor contents stays without.
    """
    seen: set[str] = set()
    told: list[str] = []
    for number, heading in enumerate(headings):
        filled = functools.partial(_is_filled, rows, number)
        if not heading.strip():
            letter = column_letters(number)
            told.append(say(f"column {letter}", f"{letter} 列") if filled() else "")
        elif name_key(heading) in seen:
            told.append(_lettered(heading, number) if filled() else "")
        else:
            # Of a column that is known nobody has to look through the rows.
            told.append(heading if key_of(kind, heading) or filled() else "")
        seen.add(name_key(heading))
    return told


def _is_filled(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Whether anything stands in the column of this number."""
    return any(number < len(row) and row[number].strip() for row in rows)


# Who is called so is somebody, and not the contact.
_PERSON = re.compile("(?:人|长|经理|总裁|总监|主任|代表|书记|秘书)(?:姓名|信息)?$")


def _without_other_people(
    head: _Head, headings: list[str], keys: list[str | None]
) -> tuple[list[str], list[str | None]]:
    """Headings and keys, of which no number stands beside somebody else than the contact."""
    headings, kept = list(headings), list(keys)
    if _NAME_OF_CONTACT in keys:
        for number, key in enumerate(keys):
            before = number
            while before and _is_part(keys[before]):
                before -= 1
            is_known = keys[before] not in (None, "legal_representative")
            if _is_part(key) and not is_known and _PERSON.search(head.headings[before].strip()):
                headings[number], kept[number] = _exact_name(head, number), None
    return headings, kept


_NAME_OF_CONTACT = "contacts.name"


def _is_part(key: str | None) -> bool:
    """Whether a column is about a contact, and not its name."""
    return key is not None and key.startswith("contacts.") and key != _NAME_OF_CONTACT


def _one_of_each(
    sheet: Sheet, kind: Kind, head: _Head, headings: list[str], keys: list[str | None]
) -> tuple[list[str], list[str | None]]:
    """Headings and keys, of which no two are the same.

    Of several columns for a part of a contact, the one counts that stands below the heading of
    contacts, or beside the person; the others are left out.  Raises WrongUsage where that does not
    tell.
    """
    headings, keys = list(headings), list(keys)
    counted = [name_key(heading) for heading in head.headings if [*_numbered(kind, heading)]]
    for each in [key for key in dict.fromkeys(keys) if key and keys.count(key) > 1]:
        places = [number for number, key in enumerate(keys) if key == each]
        others = [n for n in places if name_key(head.headings[n]) not in counted]
        if _is_part(each) and len(others) < 2 and len(set(counted)) == len(counted):
            # 电话1 and 电话2 of one person, whose cells are read together.
            continue
        if len({name_key(head.headings[number]) for number in places}) < len(places):
            for number in places:
                headings[number] = _exact_name(head, number)
        place = _place_of_person(kind, head, keys, places)
        if place is None or "." not in each:
            raise repeated(sheet, kind, each, [headings[number] for number in places])
        for number in places:
            keys[number] = each if number == place else None
    return headings, keys


def _place_of_person(
    kind: Kind, head: _Head, keys: Sequence[str | None], places: Sequence[int]
) -> int | None:
    """Which of the columns is about the person of the contact, None where it cannot be told."""
    below = [
        number
        for number in places
        if any(field.heading.chinese in head.above[number] for field in kind.people.values())
        or (key_of(kind, head.above[number]) or "").partition(".")[0] in kind.people
    ]
    beside = [
        number
        for number in places
        if _NAME_OF_CONTACT in keys[:number]
        and all(map(_is_part, keys[keys.index(_NAME_OF_CONTACT) + 1 : number]))
    ]
    # No name stands beside itself.
    told = below if len(below) == 1 or keys[places[0]] == _NAME_OF_CONTACT else beside
    return told[0] if len(told) == 1 else None


def repeated(sheet: Sheet, kind: Kind, key: str, names: Sequence[str]) -> WrongUsage:
    """The error that several columns of a sheet, of these names, would hold the same."""
    where = f"{sheet.name}: " if sheet.name else ""
    listed = say(", ", "、").join(names)
    return WrongUsage(
        where
        + say(
            f"several columns would be {key}: {listed}",
            f"有 {len(names)} 列都对应{kind.spoken_name(key)}：{listed}",
        ),
        say("leave out all but one: ", "请只保留一列，其余略去：")
        + say(" or ", " 或 ").join(f"--map '{name}='" for name in names),
    )


_FURTHER_SHEET = re.compile(r" \d+$")


def _is_sheet_of_contacts(sheet: Sheet, kind: Kind) -> bool:
    """Whether a sheet is called like the field that holds tables."""
    # A further one of a workbook has a number behind its name.
    name = _FURTHER_SHEET.sub("", sheet.name)
    return any(field.is_called(name) for field in kind.people.values())


def _of_contacts(keys: list[str | None]) -> list[str | None]:
    """The keys of a sheet of contacts: of two columns for a name the first says whose they are."""
    if keys.count("contacts.name") > 1:
        keys[keys.index("contacts.name")] = "name"
    return keys
