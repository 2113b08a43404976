"""Vertical forms: sheets whose labels have their values beside them, about one member each.

A form is told from a list by its labels: known ones stand in several rows, each with a value to its
right.  In a list the headings stand side by side, in one row.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ...values.names import name_key
from ...values.words import means_nothing
from .cells import NoValue, Repeated, Why

_FEWEST_LABELS = 3
_FEWEST_ROWS = 3
_MOST_ROWS = 500
_LONGEST_LABEL = 24
# Where people sign and seal, and what is there for the paper alone.
_SIGNED = re.compile("[章签]")
_OF_PAPER = re.compile("填[表报写]|^日期|^date$|^seal$|^filledin|审[核批]|经办", re.IGNORECASE)


class Words(NamedTuple):
    """What labels mean for a kind of record.

    `key` gives that of a label: nothing to leave it out, None where nobody knows.  `identifying`
    are the keys that say who a member is.  `people` is the key of its contacts, `heading` what they
    are called.  `is_person` tells that a label is about somebody, `is_choice` that a text may be
    chosen for a key.
    """

    key: Callable[[str], str | None]
    identifying: frozenset[str]
    people: str
    heading: str
    is_person: Callable[[str], bool]
    is_choice: Callable[[str, str], bool]


class Pair(NamedTuple):
    """A label with the text beside it, and where that stands: row and column from 0."""

    label: str
    key: str | None
    text: str
    row: int
    column: int


class Form(NamedTuple):
    """What a form says of a member and of each contact, and what nobody knows the use of."""

    own: list[Pair]
    people: list[list[Pair]]
    left_out: list[Pair]


_OWN_COLUMNS = frozenset({0, 2})


def forms_of(rows: Sequence[Sequence[str]], words: Words, *, exported: bool) -> list[Form]:
    """The forms in a sheet, one below the other; none where it is something else.

    Of one that was `exported` it is known where labels stand, and every text is what it shows.  In
    another a value such as `☑整车 □零部件` is what is ticked.
    """
    if len(rows) > _MOST_ROWS:
        return []
    for columns in (_OWN_COLUMNS, None) if exported else (None,):
        reader = _Reader(rows, words, columns, ticks=not exported)
        if all(map(reader.read_row, range(len(rows)))) and _is_form(reader.found, words):
            return [_settled(part, words) for part in _parted(reader.found, words)]
    return []


# What was found, in order; None where a part about a contact begins.
_Found = list[Pair | None]
_Cell = tuple[int, str]


class _Reader:
    """Reads the rows of a sheet as those of a form."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        words: Words,
        columns: frozenset[int] | None,
        *,
        ticks: bool,
    ) -> None:
        """Labels stand in these `columns`, or anywhere."""
        self.found: _Found = []
        self._rows = [list(_cells(row)) for row in rows]
        self._words = words
        self._columns = columns
        self._ticks = ticks
        self._known: dict[str, str | None] = {}
        self._labels = self._columns_of_labels()
        # The columns of a table of contacts within the form: label and key.
        self._table: dict[int, tuple[str, str]] = {}

    def read_row(self, number: int) -> bool:
        """Read a row; False where its labels stand side by side, as headings do."""
        cells = self._rows[number]
        filled = [cell for cell in cells if cell[1].strip()]
        if len(filled) == 1 and self._key(*filled[0]) in (None, self._words.people):
            self._read_alone(number, *filled[0])
            return True
        if self._read_table(number, cells, filled):
            return True
        if len(filled) > 2 and all(self._key(*cell) for cell in filled):
            # Values that are called like labels stand where no labels do.
            are_labels = [column in self._labels for column, _ in filled]
            if not all(a != b for a, b in itertools.pairwise([False, *are_labels])):
                return False
        place = 0
        while place < len(cells):
            step = self._read_at(number, cells, place)
            if not step:
                return False
            place += step
        return True

    def _key(self, column: int, text: str) -> str | None:
        """The key of a label, None for what is none."""
        if self._columns is not None and column not in self._columns:
            return None
        if isinstance(text, NoValue) or len(text) > _LONGEST_LABEL or not text.strip():
            return None
        if text not in self._known:
            self._known[text] = self._words.key(text)
        return self._known[text]

    def _columns_of_labels(self) -> frozenset[int]:
        """The columns in which several labels stand."""
        keys: dict[int, set[str]] = {}
        for cells in self._rows:
            for column, text in cells:
                if key := self._key(column, text):
                    keys.setdefault(column, set()).add(key)
        return frozenset(column for column, known in keys.items() if len(known) > 1)

    def _read_alone(self, number: int, column: int, text: str) -> None:
        """Read a text that is alone in its row: a title, a remark, the name of a part."""
        self._table = {}
        if self._is_about_contact(column, text):
            self.found.append(None)
        elif self.found and column and column not in self._labels:
            # A further line of a value, of which nobody knows whose.
            self._put(text, None, text, number, column)

    def _is_about_contact(self, column: int, text: str) -> bool:
        return len(text) <= _LONGEST_LABEL and (
            self._words.heading in text or self._key(column, text) == self._words.people
        )

    def _read_table(self, number: int, cells: Sequence[_Cell], filled: Sequence[_Cell]) -> bool:
        """Read a row of a table of contacts, if it is one: its headings, or a person."""
        heads = {
            column: (text.strip(), key)
            for column, text in filled
            if (key := self._key(column, text)) and key.startswith(f"{self._words.people}.")
        }
        places = [place for place, (column, _) in enumerate(cells) if column in heads]
        if len(heads) > 1 and places[-1] - places[0] < len(places):
            self._table = heads
            return True
        people = [cell for cell in filled if cell[0] in self._table]
        if not people or any(self._key(*cell) for cell in people):
            self._table = {}
            return False
        self.found.append(None)
        for column, text in people:
            self._put(*self._table[column], text, number, column)
        return True

    def _read_at(self, number: int, cells: Sequence[_Cell], place: int) -> int:
        """Read what begins at a cell of a row: how many cells that were, 0 where it is no form."""
        (column, text), following = cells[place], cells[place + 1 : place + 2]
        at, value = following[0] if following else (column + 1, "")
        if isinstance(text, Repeated) or not text.strip():
            return 1
        key, beside = self._key(column, text), self._key(at, value)
        if beside and (key is None or key == self._words.people):
            # The name of a part stands before its labels.
            if self._is_about_contact(column, text):
                self.found.append(None)
            return 1
        if key is None:
            if value.strip():
                self._put(text, None, value, number, at)
            elif column not in self._labels:
                self._put(text, None, text, number, column)
            return 2
        is_value = self._words.is_choice(key, value) or (
            column in self._labels and at not in self._labels
        )
        if beside and not is_value:
            return 0
        end = place + 2
        if _BOX.search(value):
            # Each choice may have a cell of its own.
            while end < len(cells) and _BOX.search(cells[end][1]):
                value = f"{value} {cells[end][1]}"
                end += 1
        self._put(text, key, value, number, at)
        return end - place

    def _put(self, label: str, key: str | None, text: str, row: int, column: int) -> None:
        if self._ticks and not isinstance(text, NoValue):
            text = ticked(text)
        self.found.append(Pair(label.strip(), key, text, row, column))


def _cells(row: Sequence[str]) -> Iterator[_Cell]:
    """The cells of a row that are not covered by another."""
    for column, text in enumerate(row):
        if not (isinstance(text, NoValue) and text.why is Why.COVERED):
            yield column, text


def _is_form(found: _Found, words: Words) -> bool:
    """Whether what was found makes a form: several labels in several rows, and who it is about."""
    pairs = [pair for pair in found if pair and pair.key]
    keys = {pair.key for pair in pairs}
    return (
        len(keys) >= _FEWEST_LABELS
        and len({pair.row for pair in pairs}) >= _FEWEST_ROWS
        and not keys.isdisjoint(words.identifying)
    )


def _parted(found: _Found, words: Words) -> list[_Found]:
    """What was found, parted where another form begins as the first one did."""
    own = (pair for pair in found if pair and pair.key and not _is_part(pair.key, words))
    first = next(own).key
    begins = [
        number
        for number, pair in enumerate(found)
        if pair and pair.key == first and not _SIGNED.search(pair.label)
    ]
    parts = [found[start:end] for start, end in itertools.pairwise([0, *begins[1:], len(found)])]
    return parts if all(_is_form(part, words) for part in parts) else [found]


def _is_part(key: str, words: Words) -> bool:
    return key == words.people or key.startswith(f"{words.people}.")


def _settled(found: _Found, words: Words) -> Form:
    """The form that was found: whose each number is, and what is left out."""
    form = Form([], [], [])
    people = _People(words)
    sealed: list[Pair] = []
    is_of_another = False
    for pair in found:
        if pair is None:
            people.begin()
            is_of_another = False
        elif pair.key and _is_part(pair.key, words):
            is_of_another = is_of_another and not people.is_name(pair)
            if is_of_another or not people.take(pair):
                form.left_out.append(pair)
        else:
            is_of_another = words.is_person(pair.label)
            if pair.key:
                (sealed if _SIGNED.search(pair.label) else form.own).append(pair)
            elif pair.key is None and not (
                _SIGNED.search(pair.label) or _OF_PAPER.search(name_key(pair.label))
            ):
                form.left_out.append(pair)
    known = {pair.key for pair in form.own}
    form.own.extend(p for p in sealed if p.key not in known and not means_nothing(p.text))
    people_found, spare = people.settled()
    return Form(form.own, people_found, [*form.left_out, *spare])


class _People:
    """The contacts of a form, each by its parts."""

    def __init__(self, words: Words) -> None:
        self._whole = words.people
        self._name = f"{words.people}.name"
        self._first = f"{words.people}.primary"
        self._heading = words.heading
        self._found: list[dict[str, Pair]] = []
        self._begins = True

    def begin(self) -> None:
        """Note that whatever follows is about another one."""
        self._begins = True

    def is_name(self, pair: Pair) -> bool:
        """Whether a pair says who it is: the label of the first contact has its name beside it."""
        return pair.key in (self._whole, self._name, self._first)

    def take(self, pair: Pair) -> bool:
        """Take in a part; False where nobody knows whose it is."""
        is_name = self.is_name(pair)
        key = self._name if is_name else str(pair.key)
        if self._begins or (is_name and self._found and self._name in self._found[-1]):
            self._found.append({})
        elif is_name and self._found[-1]:
            # What stands before a name is of that person, if there is no other.
            self._found.append({})
        elif key in self._found[-1]:
            return False
        self._begins = False
        if pair.key == self._first:
            pair = pair._replace(key=key, label=self._heading)
        self._found[-1][key] = pair
        return True

    def settled(self) -> tuple[list[list[Pair]], list[Pair]]:
        """The parts of each contact, and those that belong to none."""
        contacts: list[dict[str, Pair]] = []
        before: dict[str, Pair] = {}
        spare: list[Pair] = []
        for number, parts in enumerate(self._found):
            if self._name not in parts and number + 1 < len(self._found):
                before |= parts
                continue
            if list(parts) == [self._name] and not parts[self._name].text.strip():
                continue
            for key, pair in before.items():
                if key in parts:
                    spare.append(pair)
                else:
                    parts[key] = pair
            before = {}
            contacts.append(parts)
        several = len(contacts) > 1 or any(len(parts) > 1 for parts in contacts)
        return [
            [pair._replace(key=key) if several else pair for key, pair in parts.items()]
            for parts in contacts
        ], spare


# Boxes that are ticked, in whatever form, and those that are not.
_TICKS = "☑☒■√✓✔●◉"
_BOX = re.compile(f"[{_TICKS}□☐○◯▢]")
_EMPTY_BOX = re.compile("[□☐○◯▢]")
_TICK_IN_BRACKETS = re.compile(
    f"[(\\[（【]\\s*[{_TICKS}]\\s*[)\\]）】]|[□☐]\\s*[√✓✔]|[√✓✔]\\s*[□☐]"
)
_EMPTY_BRACKETS = re.compile(r"[(\[（【]\s*[)\]）】]")
_MARK = "☑"
_BETWEEN = " \t\n\u3000,，、;；"


def ticked(text: str) -> str:
    """The choice that is ticked in a text such as `☑整车 □零部件`, several as a list.

    Nothing where there are boxes and none is ticked; the text itself where there is no box.
    """
    if not _BOX.search(text):
        return text
    plain = _TICK_IN_BRACKETS.sub(_MARK, text)
    plain = _EMPTY_BRACKETS.sub("□", plain)
    plain = re.sub(f"[{_TICKS}]", _MARK, plain)
    plain = _EMPTY_BOX.sub("□", plain)
    if "□" not in plain and plain.count(_MARK) != 1:
        return text
    parts = [part.strip(_BETWEEN) for part in re.split(f"([{_MARK}□])", plain)]
    marks, words = parts[1::2], parts[0::2]
    if words[0] and words[-1] and "□" not in plain:
        return text
    # The boxes stand before what they are about, or behind it.
    words = words[:-1] if words[0] and not words[-1] else words[1:]
    chosen = [word for mark, word in zip(marks, words, strict=True) if mark == _MARK and word]
    return "、".join(chosen) if chosen or "□" in plain else text
