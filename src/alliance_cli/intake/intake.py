"""Intake: what the rows of a list from outside mean for the members of a registry.

A row meets a member by its id, else by its credit code, else by any kind of name; where these do
not agree nobody guesses.  A cell that shows what the registry holds changes nothing, however it is
written, and neither does an empty one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from ..checks.records import findings_of_change, record_findings
from ..checks.rules import look_alike, name_within
from ..data import Data, same
from ..findings import rules
from ..findings.finding import Finding
from ..findings.rule import Severity
from ..kinds.kind import Kind
from ..language import say
from ..registry.changes import Change, remembering
from ..registry.ids import next_ids
from ..registry.registry import Record, Registry
from ..registry.words import Words
from ..values.names import former_name_in, name_key
from ..values.words import means_nothing
from .asides import Aside, aside_of
from .drafts import Conflict, Draft, Objections, Row, parts_of
from .incoming import Cells, Prefer
from .leaving import completed, doubt
from .matching import Match, Matcher, places_of_names

_Exported = TypeVar("_Exported")
_Key = tuple[str, str]
"""A file, empty where there is one alone, and the folded id of a member."""

_MOST_ROWS = 20
_MOST_LABELS = 20
_TITLE_OR_MEMBER = say(
    "this may be a title or a member; take out the row, or the number before the name",
    "可能是分类标题，也可能是会员；请删去此行，或删去名称前的序号",
)
_ANOTHER_ROW = say("another row on this member is set aside", "同一会员的另一行有问题")


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"

    @property
    def is_set_aside(self) -> bool:
        """Whether a person has to look at the row before it is taken in."""
        return self in (Outcome.CONFLICT, Outcome.AMBIGUOUS, Outcome.REFUSED)


@dataclass(frozen=True)
class Listing:
    """The rows of a list from outside: those of members, and those of sheets of contacts.

    `exported` are the cells of members as they were exported, `contacts_exported` the rows of their
    contacts, both by the file, if there are several, and the `name_key` of the id.
    """

    rows: Sequence[Row]
    contacts: Sequence[Row] = ()
    exported: Mapping[_Key, Mapping[str, str]] = field(default_factory=dict)
    contacts_exported: Mapping[_Key, Sequence[Mapping[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """How a list is taken in: `blank_clears` lets an empty cell clear a value, `prefer` decides
    conflicts, `defaults` are for new members without a value, `settings` for all rows without,
    `words` say what choices are called in the list, `matches` whose some of its names are: folded
    name to id, nothing for a new member.
    """

    blank_clears: bool = False
    prefer: Prefer | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Verdict:
    """What becomes of one row, and why.

    `old` and `new` are the member before and after the row, None where there is none.  `reasons`
    say why a row is set aside, `warnings` what else is worth a look, `notes` what else is so;
    `aside` is what a row is that is no member.
    """

    row: Row
    outcome: Outcome
    old: Record | None = None
    new: Data | None = None
    conflicts: Sequence[Conflict] = ()
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    aside: Aside | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Intake:
    """What a list means for a registry: a verdict for every row, and the change of all of them."""

    verdicts: list[Verdict]
    change: Change

    def set_aside(self) -> list[Verdict]:
        """The rows that a person has to look at."""
        return [verdict for verdict in self.verdicts if verdict.outcome.is_set_aside]

    def passed_over(self) -> list[Verdict]:
        """The rows that are no members."""
        return [verdict for verdict in self.verdicts if verdict.aside]

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)


def take_in(
    registry: Registry,
    kind: Kind,
    listing: Listing,
    terms: Terms,
    track: Callable[[Sequence[Row]], Iterable[Row]] = iter,
) -> Intake:
    """What the rows of `listing` mean for records of a kind; `track` sees them go by."""
    if terms.words:
        kind = kind.with_words(terms.words)
        registry = registry._replace(kinds={**registry.kinds, kind.table: kind})
    intake = _Intake(registry, kind, listing, terms)
    for row in track(listing.rows):
        intake.take(row)
    intake.take_contacts(listing.contacts)
    return intake.settled()


class _Target:
    """A member that rows are about; `place` is None for a new one.

    All of its rows count or none: where one is set aside, nothing becomes of the member.
    """

    def __init__(self, place: int | None, draft: Draft) -> None:
        self.place = place
        self.draft = draft
        self.member = draft.member
        self.verdicts: list[Verdict] = []
        self.is_set_aside = False
        self._handled = 0
        # What rows say of each field, and which rows say it; the last row is noted with the next.
        self._rows: list[Row] = []
        self._said: dict[str, dict[str, list[str]]] = {}

    def take(self, row: Row, objections: Objections) -> Verdict:
        """The verdict on a row that the draft has just taken in."""
        before, self.member = self.member, self.draft.member
        outcome = Outcome.UNCHANGED
        if objections.refusals:
            outcome = Outcome.REFUSED
        elif objections.conflicts:
            outcome = Outcome.CONFLICT
        elif self.place is None and not self.verdicts:
            outcome = Outcome.NEW
        elif not same(before, self.member):
            outcome = Outcome.CHANGED
        verdict = Verdict(row, outcome, before or None, self.member, objections.conflicts)
        verdict.reasons += objections.refusals
        verdict.notes += objections.notes
        if objections.refusals:
            verdict.reasons += self._further_reasons(row)
        self.verdicts.append(verdict)
        if objections:
            self.set_aside(_ANOTHER_ROW)
        return verdict

    def _further_reasons(self, row: Row) -> list[str]:
        """What is wrong with the cells of a refused row that could be read, to mend it at once."""
        kind = self.draft.kind
        before = {f.message for f in record_findings(self.draft.old, 0, kind)}
        keys = {key.partition(".")[0] for key in row.cells}
        return [
            _told(finding, kind, row)
            for finding in record_findings(self.member, 0, kind)
            if finding.severity is Severity.ERROR
            and finding.rule is not rules.MISSING
            and finding.field.partition(".")[0] in keys
            and finding.message not in before
        ]

    def row_of(self, finding: Finding) -> Row:
        """The row that says what a finding is about, as far as its text tells; else the first."""
        value: Any = self.member
        for step in finding.path[2:]:
            is_there = step in value if isinstance(value, dict) else isinstance(value, list)
            value = value[step] if is_there else None
        key = name_key(str(value))
        rows = [verdict.row for verdict in self.verdicts]
        having = (row for row in rows if name_key(row.cells.get(finding.field, "")) == key)
        return next(having, rows[0])

    def changes(self, key: str) -> bool:
        """Whether the member has another value of a field than before."""
        return not same(self.draft.old.get(key), self.member.get(key))

    def name(self, identifier: str) -> None:
        """Let the verdicts on a new member tell the id that it gets."""
        for verdict in self.verdicts:
            verdict.new = {"id": identifier, **(verdict.new or {})}
            verdict.old = verdict.old and {"id": identifier, **verdict.old}

    def set_aside(self, reason: str, outcome: Outcome = Outcome.REFUSED) -> None:
        """Set aside every row that says anything new."""
        self.is_set_aside = True
        not_yet, self._handled = self.verdicts[self._handled :], len(self.verdicts)
        for verdict in not_yet:
            # What repeats a row before it says something new all the same.
            repeats = verdict.outcome is Outcome.UNCHANGED and not same(
                verdict.new, dict(self.draft.old)
            )
            if repeats or verdict.outcome in (Outcome.NEW, Outcome.CHANGED):
                verdict.outcome = outcome
                verdict.reasons.append(reason)

    def contradicting(self, row: Row) -> list[str]:
        """The rows that say something else of the member than `row` does, and that one; or none.

        Contacts may differ, as a member has several.
        """
        if not self._rows:
            # Most members have one row.
            self._rows.append(row)
            return []
        for before in self._rows:
            self._note(before)
        self._rows = [row]
        others: dict[str, None] = {}
        for key, text in self._said_by(row):
            for other, labels in self._said.get(key, {}).items():
                if len(others) > _MOST_ROWS:
                    break
                if other != text:
                    others.update(dict.fromkeys(labels[:_MOST_ROWS]))
        return [*others, row.label] if others else []

    def _note(self, row: Row) -> None:
        for key, text in self._said_by(row):
            self._said.setdefault(key, {}).setdefault(text, []).append(row.label)

    def _said_by(self, row: Row) -> Iterator[tuple[str, str]]:
        """What a row says of the member beside its contacts, by the key of the field."""
        for key, text in row.cells.items():
            field = self.draft.kind.fields.get(key)
            if field is not None and not field.type.holds_people and not means_nothing(text):
                yield key, name_key(text)


class _Intake:
    """An intake under way."""

    def __init__(self, registry: Registry, kind: Kind, listing: Listing, terms: Terms) -> None:
        self._registry = registry
        self._kind = kind
        self._listing = listing
        self._terms = terms
        # Whatever file the rows of a contact stand in, they are about the contacts of one member.
        self._contacts_exported: dict[_Key, list[Mapping[str, str]]] = {}
        for (_, key), rows in listing.contacts_exported.items():
            self._contacts_exported.setdefault(("", key), []).extend(rows)
        self._matcher = Matcher(registry, kind, places_of_names(registry, kind, terms.matches))
        self._cells = Cells(registry, kind, blank_clears=terms.blank_clears, prefer=terms.prefer)
        self._verdicts: list[Verdict] = []
        self._targets: list[_Target] = []
        self._by_place: dict[int, _Target] = {}
        self._new: dict[tuple[str, str], _Target] = {}

    def take(self, row: Row) -> None:
        """Take in a row of a list of members."""
        row, match = self._matched(row)
        if aside := self._aside(row, match):
            self._verdicts.append(aside)
            return
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
        target = target or self._target(match.place)
        row = self._without_said_names(row)
        if target.place is None:
            row = _with_defaults(row, self._terms.defaults)
            for signs in self._signs(row):
                self._new.setdefault(signs, target)
        else:
            row = row._replace(
                exported=self._exported(self._listing.exported, row.file, target.draft.old)
            )
        if target.verdicts:
            # What the row before says is not undone by what this one leaves open.
            row = _without_blanks(row)
        others = target.contradicting(row)
        self._verdicts.append(target.take(row, target.draft.take(row)))
        if others:
            shown = [*others[:_MOST_ROWS], *(["…"] if len(others) > _MOST_ROWS else [])]
            numbers = say(", ", "、").join(shown)
            reason = say(
                f"rows {numbers} say different things of the same member; keep one of them",
                f"第 {numbers} 行是同一会员而内容不同，请只保留一行",
            )
            target.set_aside(reason, Outcome.AMBIGUOUS)
        elif target.is_set_aside:
            target.set_aside(_ANOTHER_ROW)

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
        cells = {
            key: text
            for key, text in row.cells.items()
            if key not in self._kind.official_names or not self._terms.matches.get(name_key(text))
        }
        return row._replace(cells=cells)

    def _aside(self, row: Row, match: Match) -> Verdict | None:
        """The verdict on a row that is no member, and on one of which that cannot be told."""
        is_about_one = match.doubt or match.place is not None
        aside = None if is_about_one else aside_of(row, self._kind)
        if aside is Aside.UNCLEAR:
            return Verdict(row, Outcome.AMBIGUOUS, reasons=[_TITLE_OR_MEMBER])
        return aside and Verdict(row, Outcome.PASSED_OVER, aside=aside)

    def _signs(self, row: Row) -> Iterator[tuple[str, str]]:
        """What no two members share, of those that a row tells: names, id, credit code."""
        for key in (*self._kind.official_names, "id", "credit_code"):
            text = row.cells.get(key, "")
            if not means_nothing(text):
                yield "name" if key in self._kind.official_names else key, name_key(text)

    def _known(self, row: Row) -> _Target | None:
        """The new member that has a name which this row has, too."""
        signs = (each for each in self._signs(row) if each[0] == "name")
        return next((self._new[each] for each in signs if each in self._new), None)

    def _taken(self, row: Row, target: _Target | None) -> str:
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
            target.set_aside(_ANOTHER_ROW)
        return verdict

    def _target(self, place: int | None) -> _Target:
        if place is not None and place in self._by_place:
            return self._by_place[place]
        old = {} if place is None else self._registry.of(self._kind)[place]
        exported = self._exported(self._contacts_exported, "", old) or ()
        target = _Target(place, Draft(old, self._cells, exported))
        self._targets.append(target)
        if place is not None:
            self._by_place[place] = target
        return target

    def _exported(
        self, by_key: Mapping[_Key, _Exported], file: str, old: Record
    ) -> _Exported | None:
        """What was exported to a file of a member, whose id an export may have masked."""
        ids = self._cells.forms(old, self._kind.fields["id"]) if by_key else ()
        keys = ((file, name_key(text)) for text in ids)
        return next((by_key[key] for key in keys if key in by_key), None)

    def settled(self) -> Intake:
        """The verdicts, and the change that brings no error."""
        while True:
            change, owners = self._change()
            findings = unsettled(
                findings_of_change(self._registry, change), change, self._registry, self._terms
            )
            errors = [f for f in findings if f.severity is Severity.ERROR]
            if not errors:
                break
            for finding in errors:
                self._blame(self._by_row(finding, owners, change), owners)
        new = (target for target in owners.values() if target.place is None)
        for target, member in zip(new, change.added, strict=True):
            target.name(member["id"])
        for finding in findings:
            if owner := owners.get(finding.member):
                changing = [v for v in owner.verdicts if v.outcome is not Outcome.UNCHANGED]
                verdict = (changing or owner.verdicts)[0]
                told = _told(self._by_row(finding, owners, change), self._kind, verdict.row)
                verdict.warnings.append(told)
        return Intake(self._verdicts, change)

    def _change(self) -> tuple[Change, dict[int | None, _Target]]:
        """The change of all that is not set aside, and whose the members are that it touches."""
        count = len(self._registry.of(self._kind))
        owners: dict[int | None, _Target] = {}
        replaced: dict[int, Data] = {}
        added: list[Data] = []
        given = {
            str(target.member["id"]).casefold()
            for target in self._targets
            if target.place is None and "id" in target.member
        }
        ids = (
            each for each in next_ids(self._registry, self._kind) if each.casefold() not in given
        )
        for target in self._targets:
            if target.is_set_aside:
                continue
            if target.place is None:
                member = target.draft.member
                member = {"id": member.get("id") or next(ids), **member}
                member = {key: member[key] for key in self._kind.fields if key in member}
                owners[count + len(added)] = target
                added.append(member)
            elif not same(target.member, self._registry.of(self._kind)[target.place]):
                owners[target.place] = target
                replaced[target.place] = target.member
        return remembering(self._registry, Change(self._kind, replaced, added=added)), owners

    def _by_row(
        self, finding: Finding, owners: Mapping[int | None, _Target], change: Change
    ) -> Finding:
        """The finding with the row of a new member in place of an id that nobody knows yet."""
        place = finding.related[1] if finding.related else None
        owner = owners.get(place) if isinstance(place, int) else None
        if not isinstance(place, int) or owner is None or owner.place is not None:
            return finding
        member = change.added[place - len(self._registry.of(self._kind))]
        number = owner.verdicts[0].row.label
        row = say(f"row {number}", f"第 {number} 行")
        called = f"{member['id']} {member.get('name', '')}".strip()
        return finding._replace(message=finding.message.replace(called, row))

    def _blame(self, finding: Finding, owners: Mapping[int | None, _Target]) -> None:
        """Set aside what brings an error: whose it is, else all that change the field."""
        owner = owners.get(finding.member)
        to_blame = [owner] if owner else [t for t in owners.values() if t.changes(finding.field)]
        for target in to_blame or owners.values():
            target.set_aside(_told(finding, self._kind, target.row_of(finding)))


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
            for key in change.kind.official_names
        )
    }
    return [
        finding
        for finding in findings
        if finding.rule not in (look_alike.RULE, name_within.RULE)
        or not new & {finding.member, *finding.related[1:2]}
    ]


def _told(finding: Finding, kind: Kind, row: Row) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    field = kind.fields.get(finding.field)
    if finding.rule is rules.MISSING and field:
        # What may stand in the column; the help speaks of the file.
        labels = say(", ", "、").join([*field.type.choices().values()][:_MOST_LABELS])
        hint = labels and say(f" (one of: {labels})", f"(可填：{labels})")
    name = row.named(finding.field, kind.spoken_name(finding.field))
    return f"{finding.rule.code} {name}: {finding.message}{hint}"


def _without_blanks(row: Row) -> Row:
    """The row without the empty cells of the member itself; those of a contact say something."""
    cells = {key: text for key, text in row.cells.items() if "." in key or text.strip()}
    return row._replace(cells=cells)


def _with_defaults(row: Row, defaults: Mapping[str, str]) -> Row:
    missing = {key: text for key, text in defaults.items() if means_nothing(row.cells.get(key, ""))}
    return row._replace(cells={**row.cells, **missing})
