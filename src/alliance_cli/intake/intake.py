"""Intake: what the rows of a list from outside mean for the members of a registry.

A row meets a member by its id, else by its credit code, else by any kind of name; where these do
not agree nobody guesses.  A cell that shows what the registry holds changes nothing, however it is
written, and neither does an empty one.
"""

import bisect
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from ..checks.records import findings_of_change
from ..checks.rules import look_alike, name_within, unknown_reference
from ..data import Data, Tracked, same
from ..findings.finding import Finding
from ..findings.rule import Severity
from ..kinds.kind import Kind
from ..kinds.shared import CONFIRMED
from ..language import say
from ..registry.changes import Change, remembering
from ..registry.ids import next_ids
from ..registry.references import ids_named, referring
from ..registry.registry import Record, Registry, is_gone, names_of
from ..registry.standing import withdrawn
from ..registry.words import Words
from ..values.dates import Day, days_of
from ..values.names import former_name_in, name_key
from ..values.words import means_nothing
from .asides import aside_of
from .drafts import Draft, MissingContact, parts_of
from .incoming import Cells, Prefer
from .leaving import completed, doubt
from .matching import Match, Matcher, places_of_names
from .missing import Expected, ExportedKey, How, Measure, Met
from .rows import Aside, Row
from .verdicts import ANOTHER_ROW, MOST_ROWS, Outcome, Target, Verdict, told

_Exported = TypeVar("_Exported")
_TITLE_OR_MEMBER = say(
    "this may be a title or a member; take out the row, or the number before the name",
    "可能是分类标题，也可能是会员；请删去此行，或删去名称前的序号",
)

# So many records have what finds their contacts at a time.
_MOST_RECENT = 500

_NAMELESS_ROWS = say(
    "other rows name nobody and may be about it; mend them first",
    "有的行没有编号和名称，可能就是它，请先处理",
)
_EDITED_MEANWHILE = say("it was changed in the registry since the export", "导出后名录中改过")


@dataclass(frozen=True)
class Listing:
    """The rows of a list from outside: those of members, and those of sheets of contacts.

    `exported` are the cells of members as they were exported, `contacts_exported` the rows of their
    contacts, both by the file, if there are several, and the `name_key` of the id; `expected` tells
    of whom there should be rows.  `below` are the rows of sheets of other tables, exported as
    `below_exported` tells by the field too.
    """

    rows: Sequence[Row]
    contacts: Sequence[Row] = ()
    exported: Mapping[ExportedKey, Mapping[str, str]] = field(default_factory=dict)
    contacts_exported: Mapping[ExportedKey, Sequence[Mapping[str, str]]] = field(
        default_factory=dict
    )
    expected: Expected = field(default_factory=Expected)
    below: Sequence[Row] = ()
    below_exported: Mapping[ExportedKey, Mapping[str, Sequence[Mapping[str, str]]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class Terms:
    """How a list is taken in: `blank_clears` lets an empty cell clear a value, `prefer` decides
    conflicts, `defaults` are for new members without a value, `settings` for all rows without,
    `words` say what choices are called in the list, `matches` whose some of its names are: folded
    name to id, nothing for a new member.  `missing` says what becomes of those of whom no row is
    left, nothing if not given; on the day `confirmed` the list was.
    """

    blank_clears: bool = False
    prefer: Prefer | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    missing: Measure | None = None
    confirmed: Day | None = None


@dataclass(frozen=True)
class Intake:
    """What a list means for a registry: a verdict for every row, and the change of all of them.

    Verdicts on rows that are missing come last; `expected` is how many members were exported.
    """

    verdicts: list[Verdict]
    change: Change
    expected: int = 0

    def set_aside(self) -> list[Verdict]:
        """What a person has to look at: rows, and members or contacts whose rows are missing."""
        return [verdict for verdict in self.verdicts if verdict.outcome.is_set_aside]

    def rows_set_aside(self) -> list[Verdict]:
        """The rows that a person has to mend."""
        return [verdict for verdict in self.set_aside() if not verdict.is_missing]

    def passed_over(self) -> list[Verdict]:
        """The rows that are no members."""
        return [verdict for verdict in self.verdicts if verdict.aside]

    def missing(self) -> list[Verdict]:
        """What becomes of the rows that were exported and are there no more."""
        return [verdict for verdict in self.verdicts if verdict.is_missing]

    def confirmed(self, day: Day) -> int:
        """How many records are confirmed on this day by rows that are taken in."""
        rows = (verdict for verdict in self.verdicts if not verdict.outcome.is_set_aside)
        states = [each.new for each in rows if each.new and each.new.get(CONFIRMED.key) == day]
        return len({str(state.get("id")) for state in states})

    @property
    def is_cut_short(self) -> bool:
        """Whether so many members are missing, half of those exported, that it may be a mistake."""
        count = sum(not verdict.contact for verdict in self.missing())
        return count > 1 and count * 2 >= self.expected

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return [verdict.outcome for verdict in self.verdicts].count(outcome)


def take_in(
    registry: Registry,
    kind: Kind,
    listing: Listing,
    terms: Terms,
    track: Tracked = iter,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Intake:
    """What the rows of `listing` mean for records of a kind; `track` sees them go by.

    Other rows call new records by ids that these had before, `named` by folded name.
    """
    if terms.words:
        kind = kind.with_words(terms.words)
        registry = registry._replace(kinds={**registry.kinds, kind.table: kind})
    intake = _Intake(registry, kind, listing, terms, named)
    for row in track(listing.rows):
        intake.take(row)
    intake.take_contacts(listing.contacts)
    intake.take_below(listing.below)
    intake.take_missing()
    return intake.settled()


class _Intake:
    """An intake under way."""

    def __init__(
        self,
        registry: Registry,
        kind: Kind,
        listing: Listing,
        terms: Terms,
        named: Mapping[str, str],
    ) -> None:
        self._named = named
        self._registry = registry
        self._kind = kind
        self._listing = listing
        self._terms = terms
        # Whatever file the rows of a contact stand in, they are about the contacts of one member.
        self._contacts_exported = listing.contacts_exported
        if any(file for file, _ in listing.contacts_exported):
            together: dict[ExportedKey, list[Mapping[str, str]]] = {}
            for (_, key), rows in listing.contacts_exported.items():
                together.setdefault(("", key), []).extend(rows)
            self._contacts_exported = together
        self._below_exported: dict[ExportedKey, dict[str, list[Mapping[str, str]]]] = {}
        for (_, key), tables in listing.below_exported.items():
            of_record = self._below_exported.setdefault(("", key), {})
            for each, below in tables.items():
                of_record.setdefault(each, []).extend(below)
        self._matcher = Matcher(registry, kind, places_of_names(registry, kind, terms.matches))
        self._cells = Cells(registry, kind, blank_clears=terms.blank_clears, prefer=terms.prefer)
        self._met = Met(listing.expected, self._matcher)
        self._verdicts: list[Verdict] = []
        self._targets: list[Target] = []
        self._by_place: dict[int, Target] = {}
        self._new: dict[tuple[str, str], Target] = {}
        # In the order in which a row was about them last.
        self._recents: dict[Target, None] = {}

    def take(self, row: Row) -> None:
        """Take in a row of a list of members."""
        row, match = self._matched(row)
        if aside := self._aside(row, match):
            self._verdicts.append(aside)
            return
        self._met.note(row, match.place)
        refused = say("the row has more cells than there are headings", "此行的单元格多于表头")
        if match.doubt or row.surplus:
            outcome = Outcome.AMBIGUOUS if match.doubt else Outcome.REFUSED
            self._verdicts.append(Verdict(row, outcome, reasons=[match.doubt or refused]))
            return
        if match.place is None and (gone := self._gone_meanwhile(row)):
            self._verdicts.append(Verdict(row, Outcome.AMBIGUOUS, reasons=[gone]))
            return
        target = self._known(row) if match.place is None else None
        if match.place is None and (taken := self._taken(row, target)):
            self._verdicts.append(Verdict(row, Outcome.REFUSED, reasons=[taken]))
            return
        known = self._registry.of(self._kind)[match.place] if match.place is not None else {}
        known = target.draft.member if target else known
        row = completed(_with_defaults(row, self._terms.settings), known, self._kind)
        # What was exported says by its columns what it says.
        unclear = "" if self._listing.exported else doubt(row, known, self._kind)
        if unclear:
            self._verdicts.append(Verdict(row, Outcome.AMBIGUOUS, reasons=[unclear]))
            return
        target = self._recent(target) if target else self._target(match.place)
        row = self._without_said_names(row)
        if target.place is None:
            # Something stands in a cell that nobody can read, and it need not be what is usual.
            defaults = self._terms.defaults.items()
            row = _with_defaults(row, {k: text for k, text in defaults if k not in row.unread})
            for signs in self._signs(row):
                self._new.setdefault(signs, target)
        else:
            exported = self._exported(self._listing.exported, row.file, target.draft.old)
            row = row if exported is row.exported else row._replace(exported=exported)
        row = _confirmed(row, known, self._terms.confirmed)
        if target.verdicts:
            # What the row before says is not undone by what this one leaves open.
            row = _without_blanks(row)
        others = target.contradicting(row)
        self._verdicts.append(target.take(row, target.draft.take(row)))
        if others:
            shown = [*others[:MOST_ROWS], *(["…"] if len(others) > MOST_ROWS else [])]
            numbers = say(", ", "、").join(shown)
            reason = say(
                f"rows {numbers} say different things of the same member; keep one of them",
                f"第 {numbers} 行是同一会员而内容不同，请只保留一行",
            )
            target.set_aside(reason, Outcome.AMBIGUOUS)
        elif target.is_set_aside:
            target.set_aside(ANOTHER_ROW)

    def _matched(self, row: Row) -> tuple[Row, Match]:
        """The row, and whose it is; a former name in brackets behind its name is taken apart.

        A member that has the whole as its name keeps it.
        """
        match = self._matcher.match(row.cells)
        names = former_name_in(row.cells.get("name", ""))
        if names is None or self._matcher.knows(row.cells["name"]):
            return row, match
        name, former = names
        row = row._replace(cells={**row.cells, "name": name}, former=former)
        match = self._matcher.match(row.cells)
        by_former = self._matcher.match({**row.cells, "name": former})
        if match == Match() or (by_former.place is not None and match.place != by_former.place):
            # Where both are members, nobody guesses which one is meant.
            return row, by_former if match == Match() else self._matcher.two(match, by_former)
        return row, match

    def _without_said_names(self, row: Row) -> Row:
        """The row without a name of which somebody said whose it is: it is no news, but a key."""
        if not self._terms.matches:
            return row
        cells = {
            key: text
            for key, text in row.cells.items()
            if key not in self._kind.identified_by or not self._terms.matches.get(name_key(text))
        }
        return row._replace(cells=cells)

    def _aside(self, row: Row, match: Match) -> Verdict | None:
        """The verdict on a row that is no member, and on one of which that cannot be told."""
        if match.doubt or match.place is not None:
            return None
        aside = row.aside
        if aside is None and self._terms.words:
            # What a word was said to mean may be the title of a group, too.
            aside = aside_of(row, self._kind)
        if aside is Aside.UNCLEAR:
            return Verdict(row, Outcome.AMBIGUOUS, reasons=[_TITLE_OR_MEMBER])
        return aside and Verdict(row, Outcome.PASSED_OVER, aside=aside)

    def _signs(self, row: Row) -> Iterator[tuple[str, str]]:
        """What no two members share, of those that a row tells: names, id, credit code."""
        for key in (*self._kind.identified_by, "id", "credit_code"):
            text = row.cells.get(key, "")
            if not means_nothing(text):
                yield "name" if key in self._kind.identified_by else key, name_key(text)

    def _known(self, row: Row) -> Target | None:
        """The new member that has a name which this row has, too."""
        signs = (each for each in self._signs(row) if each[0] == "name")
        return next((self._new[each] for each in signs if each in self._new), None)

    def _taken(self, row: Row, target: Target | None) -> str:
        """That a row on another new member has the id or the code of this one, if it is so."""
        for sign in self._signs(row):
            other = self._new.get(sign)
            if other and other is not target:
                number = other.verdicts[0].row.label
                what, heading = sign[0], self._kind.fields[sign[0]].heading.chinese
                return say(
                    f"row {number} has this {what} already", f"第 {number} 行已有相同的{heading}"
                )
        return ""

    def _gone_meanwhile(self, row: Row) -> str:
        """That the member that a row was exported from is no member any more, if it is so."""
        identifier = row.cells.get("id", "")
        if (row.file, name_key(identifier)) not in self._listing.exported:
            return ""
        return say(
            f"{identifier} was taken out of the registry since; take out the row, or the id",
            f"{identifier} 此后已从名录中删除，请删去此行，或删去编号",
        )

    def take_contacts(self, rows: Sequence[Row]) -> None:
        """Take in the rows of sheets of contacts, first those that nobody edited.

        What is left then tells which of two people of one name an edited row is about.
        """
        exported = self._listing.contacts_exported
        edited = [
            parts_of(row) not in exported.get((row.file, name_key(row.cells.get("id", ""))), ())
            for row in rows
        ]
        verdicts = {
            n: self._take_contact(rows[n]) for n in sorted(range(len(rows)), key=edited.__getitem__)
        }
        self._verdicts += (verdicts[n] for n in range(len(rows)))

    def _take_contact(self, row: Row) -> Verdict:
        match = self._matcher.match(row.cells)
        if aside := self._aside(row, match):
            return aside
        target = self._known(row) if match.place is None else self._target(match.place)
        if match.doubt or target is None:
            reason = match.doubt or say("there is no such member", "没有对应的会员")
            return Verdict(row, Outcome.AMBIGUOUS, reasons=[reason])
        verdict = target.take(row, target.draft.take_contact(row))
        if target.is_set_aside:
            target.set_aside(ANOTHER_ROW)
        return verdict

    def take_below(self, rows: Sequence[Row]) -> None:
        """Take in the rows of sheets of other tables, those of one record and field together."""
        verdicts: dict[int, Verdict] = {}
        together: dict[tuple[int, str], list[int]] = {}
        targets: dict[int, Target] = {}
        for number, row in enumerate(rows):
            found = self._owner_of(row)
            if isinstance(found, Verdict):
                verdicts[number] = found
            else:
                targets[id(found)] = found
                (key,) = {column.partition(".")[0] for column in row.cells if "." in column}
                together.setdefault((id(found), key), []).append(number)
        for (which, key), numbers in together.items():
            target = targets[which]
            for number in numbers:
                as_it_is = dict(target.draft.old) or None
                verdicts[number] = Verdict(rows[number], Outcome.UNCHANGED, as_it_is, as_it_is)
            for place, objections in target.draft.take_below(key, [rows[n] for n in numbers]):
                number = numbers[place]
                verdicts[number] = target.take(rows[number], objections)
                if target.is_set_aside:
                    target.set_aside(ANOTHER_ROW)
        self._verdicts += (verdicts[number] for number in range(len(rows)))

    def _owner_of(self, row: Row) -> Target | Verdict:
        """The record that a row of a sheet of tables is about, else the verdict on the row."""
        match = self._matcher.match(row.cells)
        if aside := self._aside(row, match):
            return aside
        if match.doubt:
            return Verdict(row, Outcome.AMBIGUOUS, reasons=[match.doubt])
        if match.place is not None:
            return self._target(match.place)
        new = (self._new[sign] for sign in self._signs(row) if sign in self._new)
        found = next(new, None)
        none = say("there is no such record", "没有对应的记录")
        return found or Verdict(row, Outcome.AMBIGUOUS, reasons=[none])

    def take_missing(self) -> None:
        """Tell of the rows that were exported and are there no more, and do what the terms say."""
        for verdict in self._verdicts:
            if verdict.outcome.is_set_aside:
                self._met.note_doubt(verdict.row)
        missing = dict(self._met.missing())
        for place, file in missing.items():
            self._verdicts.append(self._missing_member(place, file))
        files, below = self._met.with_contacts(), self._met.with_below()
        for place in {**dict.fromkeys(self._by_place), **files, **below}:
            target = self._by_place.get(place)
            in_doubt = self._met.in_doubt(place) or (target and target.is_set_aside)
            if place not in missing and not in_doubt:
                target = target or self._target(place)
                of_keys = below.get(place, {})
                for contact in target.draft.missing(
                    rows_are_expected=place in files, below_are_expected=of_keys
                ):
                    file = of_keys.get(contact.key) or files.get(place, "")
                    verdict = self._missing_contact(target, contact, file)
                    self._verdicts.append(verdict)

    def _missing_member(self, place: int, file: str) -> Verdict:
        """What becomes of a member whose row is missing."""
        old, measure = self._registry.of(self._kind)[place], self._terms.missing
        verdict = _of_missing(old, file)
        if measure is None:
            return verdict
        target = self._target(place)
        verdict.removes = measure.how is How.REMOVE
        if self._met.has_nameless_rows(file):
            verdict.refuse(_NAMELESS_ROWS)
        elif verdict.removes and not same(target.draft.member, old):
            verdict.refuse(say("other rows change this member", "其他行仍有该会员的改动"))
        elif verdict.removes and self._was_edited(old, file):
            if self._terms.prefer is None:
                verdict.refuse(_EDITED_MEANWHILE, Outcome.CONFLICT)
            elif self._terms.prefer is Prefer.REGISTRY:
                verdict.keep(_EDITED_MEANWHILE)
        elif not verdict.removes and is_gone(old):
            verdict.keep(say("it is gone already", "此前已离开"))
        if not verdict.is_settled:
            if not verdict.removes:
                new = withdrawn(target.draft.member, measure.status, measure.day, measure.reason)
                target.draft.become(self._kind.ordered(new))
            target.miss(verdict)
        return verdict

    def _missing_contact(self, target: Target, missing: MissingContact, file: str) -> Verdict:
        """What becomes of a contact of whom no row is left."""
        verdict = _of_missing(target.draft.member, file, missing.called)
        verdict.key = missing.key
        if self._terms.missing is None or self._terms.missing.how is How.WITHDRAW:
            return verdict
        verdict.removes = True
        if self._met.has_nameless_rows(file):
            verdict.refuse(_NAMELESS_ROWS)
        elif missing.was_edited and self._terms.prefer is None:
            verdict.refuse(_EDITED_MEANWHILE, Outcome.CONFLICT)
        elif missing.was_edited and self._terms.prefer is Prefer.REGISTRY:
            verdict.keep(_EDITED_MEANWHILE)
        if not verdict.is_settled:
            target.draft.drop(missing.key, missing.place)
            target.miss(verdict)
        return verdict

    def _was_edited(self, old: Record, file: str) -> bool:
        """Whether the registry has of a member what it had not when it was exported."""
        exported = self._exported(self._listing.exported, file, old) or {}
        return any(
            not self._cells.shows(old, field, exported[key])
            for key, field in self._kind.fields.items()
            if key in exported
        )

    def _target(self, place: int | None) -> Target:
        if place is not None and place in self._by_place:
            return self._recent(self._by_place[place])
        old = {} if place is None else self._registry.of(self._kind)[place]
        exported = self._exported(self._contacts_exported, "", old) or ()
        below = self._exported(self._below_exported, "", old) or {}
        target = Target(place, Draft(old, self._cells, exported, below))
        self._targets.append(target)
        if place is not None:
            self._by_place[place] = target
        return self._recent(target)

    def _recent(self, target: Target) -> Target:
        """`target`, about which a row is; what finds the contacts of others by and by is let go.

        Mostly the rows about one stand together, and it is several times as large as the contacts.
        """
        self._recents.pop(target, None)
        self._recents[target] = None
        if len(self._recents) > _MOST_RECENT:
            before = next(iter(self._recents))
            del self._recents[before]
            before.draft.forget_people()
        return target

    def _exported(
        self, by_key: Mapping[ExportedKey, _Exported], file: str, old: Record
    ) -> _Exported | None:
        """What was exported to a file of a member, whose id an export may have masked."""
        if not by_key:
            return None
        ids = self._cells.forms(old, self._kind.fields["id"])
        keys = ((file, name_key(text)) for text in ids)
        return next((by_key[key] for key in keys if key in by_key), None)

    def settled(self) -> Intake:
        """The verdicts, and the change that brings no error."""
        while True:
            change, owners = self._change()
            if self._keep_named(change):
                continue
            findings = unsettled(
                findings_of_change(self._registry, change), change, self._registry, self._terms
            )
            errors = [f for f in findings if f.severity is Severity.ERROR]
            if not errors:
                break
            # What is wrong with a row by itself is told first, then that it names one that falls.
            naming = [f for f in errors if f.rule is unknown_reference.RULE]
            for finding in (f for f in errors if f.rule is not unknown_reference.RULE):
                self._blame(self._by_row(finding, owners, change), owners)
            self._fall()
            for finding in naming:
                self._blame(self._by_row(finding, owners, change), owners)
        new = (target for target in owners.values() if target.place is None)
        for target, member in zip(new, change.added, strict=True):
            target.name(member["id"])
        for finding in findings:
            if owner := owners.get(finding.member):
                changing = [v for v in owner.verdicts if v.outcome is not Outcome.UNCHANGED]
                verdict = (changing or owner.verdicts)[0]
                by_row = self._by_row(finding, owners, change)
                verdict.warn(told(by_row, self._kind, verdict.row))
        return Intake(self._verdicts, change, self._met.expected)

    def _fall(self) -> None:
        """Set aside every row that names a new member which is set aside, and those that name it.

        Checking the whole change again for each would cost the square of a chain of parents.
        """
        table, old = self._kind.table, self._registry.of(self._kind)
        known = {str(record.get("id")).casefold() for record in old}
        new: dict[str, list[Target]] = {}
        naming: dict[str, list[tuple[Target, str, str]]] = {}
        for target in self._targets:
            before = old[target.place] if target.place is not None else {}
            # What the registry names already is no fault of the row.
            named_before = {(c, each) for c, _, each in ids_named(before, self._kind, table)}
            for column, _, named in ids_named(target.member, self._kind, table):
                if named.casefold() not in known and (column, named) not in named_before:
                    naming.setdefault(named.casefold(), []).append((target, column, named))
            if target.place is None and (identifier := self._id_of_new(target)):
                new.setdefault(identifier, []).append(target)
        fallen = [each for each, having in new.items() if _all_set_aside(having)]
        while fallen:
            key = fallen.pop()
            first = new[key][0]
            label = first.verdicts[0].row.label
            hint = say(f"row {label} is set aside", f"第 {label} 行未导入，请先处理")
            # An id that it would have had nobody has seen.
            own_name = "" if "id" in first.member else str(first.member.get("name", ""))
            for target, column, named in naming.get(key, ()):
                if target.is_set_aside:
                    continue
                message = unknown_reference.message(own_name or named, self._kind)
                finding = Finding(
                    unknown_reference.RULE, message, (), hint=hint, member=0, field=column
                )
                target.set_aside(told(finding, self._kind, target.verdicts[0].row))
                own = self._id_of_new(target)
                if target.place is None and _all_set_aside(new.get(own, ())):
                    fallen.append(own)

    def _id_of_new(self, target: Target) -> str:
        """By which id other rows name a new record, folded; nothing if none can."""
        return str(target.member.get("id") or self._given_id(target)).casefold()

    def _given_id(self, target: Target) -> str:
        """The id by which other rows were read to name a new record, whose own row tells none."""
        names = (name_key(name) for _, _, name in names_of(target.member, self._kind))
        return next((self._named[name] for name in names if name in self._named), "")

    def _change(self) -> tuple[Change, dict[int | None, Target]]:
        """The change of all that is not set aside, and whose the members are that it touches."""
        going = self._going()
        count = len(self._registry.of(self._kind)) - len(going)
        owners: dict[int | None, Target] = {}
        replaced: dict[int, Data] = {}
        added: list[Data] = []
        given = {
            str(target.member["id"]).casefold()
            for target in self._targets
            if target.place is None and "id" in target.member
        }
        given.update(each.casefold() for each in self._named.values())
        named: set[str] = set()
        ids = (
            each for each in next_ids(self._registry, self._kind) if each.casefold() not in given
        )
        for target in self._targets:
            if target.is_set_aside or target.is_removed:
                continue
            if target.place is None:
                member = target.draft.member
                if "id" not in member and self._kind.id_prefix:
                    # Who is set aside leaves a gap: no other is to be called by its id meanwhile.
                    own = self._given_id(target)
                    member = {"id": own if own and own not in named else next(ids), **member}
                    named.add(member["id"])
                member = {key: member[key] for key in self._kind.fields if key in member}
                owners[count + len(added)] = target
                added.append(member)
            elif not same(target.member, self._registry.of(self._kind)[target.place]):
                owners[target.place - bisect.bisect(going, target.place)] = target
                replaced[target.place] = target.member
        change = Change(self._kind, replaced, frozenset(going), added)
        return remembering(self._registry, change), owners

    def _going(self) -> list[int]:
        """The places of the members that are taken out, in order."""
        return sorted(
            target.place
            for target in self._targets
            if target.place is not None and target.is_removed and not target.is_set_aside
        )

    def _keep_named(self, change: Change) -> bool:
        """Set aside whoever is to go though a member that stays names it; whether there is one."""
        if not change.removed:
            return False
        staying = dataclasses.replace(change, removed=frozenset(), last_id="")
        after = staying.registry_after(self._registry)
        naming = referring(after, self._kind, change.removed)
        kept = False
        for place, others in naming.items():
            ids = [
                str(after.of(other.kind)[other.place].get("id", "?"))
                for other in others
                if other.kind.table != self._kind.table or other.place not in change.removed
            ]
            if ids:
                kept = True
                listed = say(", ", "、").join(ids)
                reason = say(f"{listed} name it", f"{listed} 引用了它")
                self._by_place[place].set_aside(reason)
        return kept

    def _by_row(
        self, finding: Finding, owners: Mapping[int | None, Target], change: Change
    ) -> Finding:
        """The finding with the row of a new member in place of an id that nobody knows yet."""
        place = finding.related[1] if finding.related else None
        owner = owners.get(place) if isinstance(place, int) else None
        if not isinstance(place, int) or owner is None or owner.place is not None:
            return finding
        first = len(self._registry.of(self._kind)) - len(change.removed)
        member = change.added[place - first]
        number = owner.verdicts[0].row.label
        row = say(f"row {number}", f"第 {number} 行")
        called = f"{member.get('id', '?')} {member.get('name', '')}".strip()
        return finding._replace(message=finding.message.replace(called, row))

    def _blame(self, finding: Finding, owners: Mapping[int | None, Target]) -> None:
        """Set aside what brings an error: whose it is, else all that change the field."""
        owner = owners.get(finding.member)
        to_blame = [owner] if owner else [t for t in owners.values() if t.changes(finding.field)]
        going = [self._by_place[place] for place in self._going()]
        for target in to_blame or (*owners.values(), *going):
            target.set_aside(told(finding, self._kind, target.row_of(finding)))


def _all_set_aside(targets: Iterable[Target]) -> bool:
    return all(target.is_set_aside for target in targets)


def unsettled(
    findings: Iterable[Finding], change: Change, registry: Registry, terms: Terms
) -> list[Finding]:
    """The findings but for likenesses of new members of whom somebody said that they are new."""
    after = change.records_after(registry.of(change.kind))
    first = len(after) - len(change.added)
    new = {
        place
        for place in range(first, len(after))
        if any(
            terms.matches.get(name_key(str(after[place].get(key, "")))) == ""
            for key in change.kind.identified_by
        )
    }
    return [
        finding
        for finding in findings
        if finding.rule not in (look_alike.RULE, name_within.RULE)
        or not new & {finding.member, *finding.related[1:2]}
    ]


def _of_missing(old: Record, file: str, contact: str = "") -> Verdict:
    """The verdict on a row that is missing, of a member or of a contact, that changes nothing."""
    cells = {key: str(old[key]) for key in ("id", "name") if key in old}
    row = Row("", 0, cells, file=file)
    return Verdict(row, Outcome.MISSING, old, dict(old), contact=contact)


def _without_blanks(row: Row) -> Row:
    """The row without the empty cells of the member itself; those of a contact say something."""
    cells = {key: text for key, text in row.cells.items() if "." in key or text.strip()}
    return row._replace(cells=cells)


def _confirmed(row: Row, known: Record, day: Day | None) -> Row:
    """The row as one that confirms its record on a day, unless that was confirmed later already."""
    if day is None:
        return row
    key = CONFIRMED.key
    before: Any = known.get(key)
    cells = {each: text for each, text in row.cells.items() if each != key}
    if not CONFIRMED.type.fits(before) or days_of(before)[0] <= days_of(day)[1]:
        cells[key] = str(day)
    exported = row.exported and {each: row.exported[each] for each in row.exported if each != key}
    return row._replace(cells=cells, exported=exported)


def _with_defaults(row: Row, defaults: Mapping[str, str]) -> Row:
    missing = {key: text for key, text in defaults.items() if means_nothing(row.cells.get(key, ""))}
    return row._replace(cells={**row.cells, **missing}) if missing else row
