"""What the rows of a list from outside mean, before and after they are taken in."""

import datetime
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .. import channels
from ..actions.take_in import OpenWord, Source, TakingIn
from ..data import identity
from ..exchange.sheets.cells import Why
from ..exchange.sheets.headings import Table
from ..intake.intake import Intake
from ..intake.matching import Nearly
from ..intake.rows import Aside, Row
from ..intake.verdicts import Outcome, Verdict
from ..kinds.declared import CONTACTS
from ..kinds.kind import Kind
from ..kinds.known import one_of
from ..kinds.shared import CONFIRMED
from ..language import Phrase, say
from ..registry.differences import Difference, differences
from ..registry.registry import Record
from ..registry.shown import Shown, called, masked_message
from ..registry.words import new_words
from ..values.names import name_key
from . import console
from .change import described, in_all
from .document import Items
from .table import filled_columns, fits, print_columns

OUTCOMES: Mapping[Outcome, Phrase] = {
    Outcome.NEW: Phrase("new", "新增"),
    Outcome.CHANGED: Phrase("changed", "变更"),
    Outcome.UNCHANGED: Phrase("unchanged", "无变化"),
    Outcome.CONFLICT: Phrase("conflict", "冲突"),
    Outcome.AMBIGUOUS: Phrase("ambiguous", "无法确定"),
    Outcome.REFUSED: Phrase("refused", "有误"),
    Outcome.PASSED_OVER: Phrase("passed over", "已略过"),
    Outcome.MISSING: Phrase("missing", "表中少了"),
}

_HEADINGS = (
    Phrase("field", "字段"),
    Phrase("before", "原值"),
    Phrase("after", "新值"),
    Phrase("remark", "说明"),
    Phrase("file", "文件"),
)
_MOST_LISTED = 20
_NARROWEST = (8, 4, 14, 8, 10, 10, 16, 10)


class Line(NamedTuple):
    """One line of a preview: a value that changes, or why a row is set aside.

    `file` is where the row stands, if there are several.
    """

    outcome: str
    row: str
    member: str
    field: str = ""
    before: str = ""
    after: str = ""
    remark: str = ""
    file: str = ""


def lines_of(intake: Intake, shown: Shown, *, written: bool = False) -> Iterator[Line]:
    """A line for each value that changes, each conflict and each reason.

    A new member has an id for a person only where it is `written`.
    """
    added = {member["id"] for member in intake.change.added}
    for verdict in _worth_telling(intake):
        if verdict.aside:
            remark = f"{verdict.aside.value}: {_text_of(verdict.row, shown)}"
            place, file = place_of(verdict.row), verdict.row.file
            yield Line(str(OUTCOMES[verdict.outcome]), place, "", remark=remark, file=file)
        else:
            is_there = written and not verdict.outcome.is_set_aside
            known = verdict.old or (is_there and verdict.new) or verdict.row.cells
            if not written and known.get("id") in added:
                known = verdict.row.cells
            who = _member(known)
            yield from _lines_of(verdict, who, intake.change.kind, shown)


def _worth_telling(intake: Intake) -> Iterator[Verdict]:
    """The verdicts that say something: not those on rows that change nothing, or hold nothing."""
    for verdict in intake.verdicts:
        says_nothing = verdict.outcome is Outcome.UNCHANGED or verdict.aside is Aside.BLANK
        if verdict.warnings or not says_nothing:
            yield verdict


def _text_of(row: Row, shown: Shown) -> str:
    """What stands in a row."""
    return " ".join(shown.said(text.strip()) for text in row.texts if text.strip())


def _lines_of(verdict: Verdict, who: str, kind: Kind, shown: Shown) -> Iterator[Line]:
    first = Line(str(OUTCOMES[verdict.outcome]), place_of(verdict.row), who, file=verdict.row.file)
    if verdict.outcome is Outcome.NEW and verdict.new:
        yield first._replace(after=in_all(verdict.new, kind, shown))
    elif verdict.outcome is Outcome.MISSING:
        yield from _lines_of_missing(first, verdict, kind, shown)
    elif verdict.outcome is Outcome.CHANGED and verdict.new is not None:
        for difference in differences(verdict.old or {}, verdict.new, kind):
            name, before, after = described(difference, kind, shown, verdict.old)
            row = place_of(verdict.row, _column_of(difference))
            yield first._replace(row=row, field=name, before=before, after=after)
    for conflict in verdict.conflicts:
        texts = (conflict.registry, conflict.incoming, conflict.exported)
        before, after, exported = (shown.column(conflict.key, text, kind) for text in texts)
        remark = say(f"exported as: {exported}", f"导出时：{exported}")
        name = kind.spoken_name(conflict.key)
        row = place_of(verdict.row, conflict.key)
        yield first._replace(row=row, field=name, before=before, after=after, remark=remark)
    for reason in (*verdict.reasons, *verdict.warnings, *verdict.notes):
        yield first._replace(remark=shown.said(reason))


def _lines_of_missing(first: Line, verdict: Verdict, kind: Kind, shown: Shown) -> Iterator[Line]:
    """What becomes of somebody whose row was exported and is there no more."""
    about = first
    if verdict.contact:
        heading = str(kind.fields[verdict.key].heading)
        about = first._replace(field=heading, before=shown.said(verdict.contact))
    if verdict.removes:
        yield about._replace(
            remark=say("the contact is taken out", "删去此联系人")
            if verdict.contact and verdict.key == CONTACTS
            else say("it is taken out", "删去此项")
            if verdict.contact
            else say("the record is taken out", "删除此记录")
        )
        return
    found = [*differences(verdict.old or {}, verdict.new or {}, kind)]
    for difference in found:
        name, before, after = described(difference, kind, shown, verdict.old)
        yield first._replace(field=name, before=before, after=after)
    if not (found or verdict.notes):
        yield about._replace(
            remark=say("it was exported; it stays as it is", "导出时有此行；不作改动")
        )


def place_of(row: Row, column: str = "name") -> str:
    """Where a row stands: its number, or the cell of a form that has a column, with its sheet."""
    place = row.cell(column) or next(iter(row.at.values()), str(row.number or ""))
    return f"{masked_message(row.sheet)}!{place}" if row.sheet else place


def _cell_of(row: Row, difference: Difference) -> dict[str, str]:
    """The cell of a form in which a value stands that differs."""
    return {"cell": cell} if (cell := row.cell(_column_of(difference))) else {}


def _column_of(difference: Difference) -> str:
    """The column of a list in which a value stands that differs."""
    path = [str(step) for step in difference.path if isinstance(step, str)]
    return ".".join(path[:2])


def _member(member: Mapping[str, Any]) -> str:
    """Who a row is about, by what the registry, or the row itself, has of it."""
    texts = (str(member[key]) for key in ("id", "name") if member.get(key))
    return " ".join(map(masked_message, texts))


_ORDER = (
    *(Outcome.PASSED_OVER, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MISSING),
    *(Outcome.CONFLICT, Outcome.AMBIGUOUS, Outcome.REFUSED),
)
"""What a person has to do something about stands last, where the eye is."""

_FEW = 2
_MASK = "*"
_MOST_MEMBERS = 3


def grouped(lines: Sequence[Line]) -> list[Line]:
    """Lines by what is to be done about them; of those that say the same of several rows, one."""
    ranks = {str(OUTCOMES[outcome]): rank for rank, outcome in enumerate(_ORDER)}
    alike: dict[Line, list[Line]] = {}
    for line in lines:
        # What is masked may differ where it looks the same.
        says_one_thing = (line.field or line.remark) and _MASK not in line.before + line.after
        same = line._replace(row="", member="") if says_one_thing else line
        alike.setdefault(same, []).append(line)
    told: list[Line] = []
    for same, group in sorted(alike.items(), key=lambda pair: ranks[pair[0].outcome]):
        if len(group) <= _FEW:
            told += group
            continue
        count = len(group)
        rows = _first_of([line.row for line in group if line.row])
        members = _first_of([line.member for line in group], _MOST_MEMBERS)
        told.append(
            same._replace(row=rows, member=say(f"{count} rows: ", f"{count} 行：") + members)
        )
    return told


def _headings(kinds: Iterable[Kind]) -> list[str]:
    about = (Phrase("outcome", "结果"), Phrase("row", "行"), one_of(kinds))
    return [*map(str, (*about, *_HEADINGS))]


def print_preview(lines: Sequence[Line], kind: Kind) -> None:
    """Print lines about records of a kind as a table on a terminal, those that are alike as one."""
    if not lines:
        return
    lines = grouped(lines)
    columns = filled_columns(_headings([kind]), _NARROWEST, lines)
    if fits(columns):
        print_columns(columns)
        return
    # A column less would be something left out; stacked, all of it stays.
    for line in lines:
        change = f"{line.before} → {line.after}" if line.before or line.after else ""
        told = "  ".join(filter(None, (line.field, change, line.remark, line.file)))
        texts = (f"{line.outcome}  {line.row}  {line.member}", told and f"    {told}")
        console.put(f"{channels.line(text)}\n" for text in filter(None, texts))


def tab_separated(
    lines: Sequence[Line], kinds: Iterable[Kind], *, of_several: bool = False
) -> Iterator[str]:
    """A heading line, then a line a line, with the file behind where there are several."""
    headings = _headings(kinds)
    width = len(headings) - (not of_several)
    yield channels.tsv_row(headings[:width])
    yield from (channels.tsv_row(line[:width]) for line in lines)


def as_data(plan: TakingIn, shown: Shown) -> dict[str, Any]:
    """An intake as data: `version`, `summary`, headings and sheets left out, `groups` and `rows`.

    Of the rows all but the unchanged; of each group, which several say, only the places.  Those of
    other kinds are `beside`, by their tables.
    """
    intake, source = plan.intake, plan.source
    if intake is None:
        return {}
    kind = intake.change.kind
    verdicts = [
        verdict for verdict in _worth_telling(intake) if not (verdict.aside or verdict.is_missing)
    ]
    beside = {each.source.kind.table: as_data(each, shown) for each in plan.parts[1:]}
    return {
        "version": 1,
        "summary": {outcome.value: intake.count(outcome) for outcome in Outcome},
        "left_out": list(map(masked_message, source.left_out)),
        "sheets_left_out": list(map(masked_message, source.sheets_left_out)),
        "files_left_out": list(map(masked_message, source.others)),
        "cells_passed_over": [
            {
                "sheet": each.sheet or None,
                "row": each.row,
                **({"file": each.file} if each.file else {}),
                "column": each.column,
                "heading": masked_message(each.heading),
                "text": masked_message(each.text),
                "reason": each.text.why.name.lower(),
            }
            for each in source.unread
        ],
        "open_words": [
            {
                "column": each.column,
                "word": masked_message(each.word),
                "rows": each.rows,
                "likely": each.field.type.likely(each.word) or None,
            }
            for each in source.open_words(plan.terms.words)
        ],
        "remembered": (
            new_words(plan.registry, plan.words_of(plan.registry).words) if plan.remember else []
        ),
        "passed_over": [
            {
                "sheet": shown.said(verdict.row.sheet) or None,
                "row": verdict.row.number,
                **({"file": verdict.row.file} if verdict.row.file else {}),
                "reason": aside.name.lower(),
                "text": _text_of(verdict.row, shown),
            }
            for verdict in intake.verdicts
            if (aside := verdict.aside)
        ],
        "missing": [_missing_as_data(verdict, kind, shown) for verdict in intake.missing()],
        "groups": [*_groups(verdicts, kind, shown)],
        # As data a row takes several times as much as by itself.
        "rows": Items(lambda: (_as_data(verdict, kind, shown) for verdict in verdicts)),
        **({"confirmed": intake.confirmed(day)} if (day := plan.terms.confirmed) else {}),
        **({"beside": beside} if beside else {}),
    }


def _groups(verdicts: Iterable[Verdict], kind: Kind, shown: Shown) -> Iterator[dict[str, Any]]:
    """The changes and the reasons that several rows have in common, each with these rows."""
    alike: dict[Hashable, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
    for verdict in verdicts:
        is_changed = verdict.outcome is Outcome.CHANGED
        row = _as_data(verdict, kind, shown) if is_changed or verdict.reasons else {}
        of_row = row["changes"] if is_changed else ()
        told = [{key: each[key] for key in ("path", "before", "after")} for each in of_row]
        told += [{"reason": reason} for reason in row.get("reasons", ())]
        for each in told:
            about = {"outcome": row["outcome"], **each}
            if _MASK in f"{each.get('before')}{each.get('after')}":
                continue
            place = {key: row[key] for key in ("sheet", "row")}
            alike.setdefault(identity(about), (about, []))[1].append(place)
    for about, having in alike.values():
        if len(having) > 1:
            yield {**about, "rows": having}


def taken_words(plan: TakingIn) -> Iterator[str]:
    """Which choices the words of a list were taken for, and in how many rows each stands."""
    source = plan.source
    for column, words in plan.terms.words.items():
        field = source.kind.column(column)
        counts = {name_key(word): rows for word, rows in source.words.get(column, {}).items()}
        for word, key in words.items():
            label = field.type.choices().get(key, key)
            count = counts.get(name_key(word), 0)
            shown = masked_message(f"{field.heading}: {word} → {label}")
            yield shown + say(f", {count} rows", f"，{count} 行")


def _as_data(verdict: Verdict, kind: Kind, shown: Shown) -> dict[str, Any]:
    old, new = verdict.old or {}, verdict.new or {}
    known = old or ({} if verdict.outcome.is_set_aside else new)
    member = shown.data({key: known[key] for key in ("id", "name") if key in known}, kind)
    data: dict[str, Any] = {
        "outcome": verdict.outcome.value,
        "sheet": shown.said(verdict.row.sheet) or None,
        "row": verdict.row.number,
        **({"file": verdict.row.file} if verdict.row.file else {}),
        "id": member.get("id"),
        "name": member.get("name") or shown.said(verdict.row.cells.get("name", "")),
    }
    if not verdict.outcome.is_set_aside:
        data["changes"] = [
            shown.difference(difference, kind) | _cell_of(verdict.row, difference)
            for difference in differences(old, new, kind)
        ]
    if verdict.conflicts:
        data["conflicts"] = [
            {
                part: text if part == "key" else shown.column(conflict.key, text, kind)
                for part, text in conflict._asdict().items()
            }
            for conflict in verdict.conflicts
        ]
    data["reasons"] = list(map(shown.said, verdict.reasons))
    data["warnings"] = list(map(shown.said, verdict.warnings))
    data["notes"] = list(map(shown.said, verdict.notes))
    return data


def _missing_as_data(verdict: Verdict, kind: Kind, shown: Shown) -> dict[str, Any]:
    """What becomes of a row that is missing; no list has it, so it has no place."""
    told = _as_data(verdict, kind, shown)
    told = {key: value for key, value in told.items() if key not in ("sheet", "row")}
    removed = verdict.removes and not verdict.outcome.is_set_aside
    return told | {"contact": shown.said(verdict.contact) or None, "removed": removed}


def summaries(plan: TakingIn) -> Iterator[str]:
    """How many rows there are of each outcome, in a line for each kind of several."""
    for intake in plan.intakes:
        of = intake.change.kind.words.several
        several = say(f"{of.english}: ", f"{of.chinese}：") if len(plan.intakes) > 1 else ""
        yield several + summary(intake)


def summary(intake: Intake) -> str:
    """How many rows there are of each outcome, in a line."""
    parts = [
        say(f"{count} {phrase.english}", f"{phrase.chinese} {count}")
        for outcome, phrase in OUTCOMES.items()
        if outcome not in (Outcome.PASSED_OVER, Outcome.MISSING)
        and (count := intake.count(outcome))
    ]
    told = say(", ", "，").join(parts) or say("no rows", "没有数据行")
    others = intake.count(Outcome.PASSED_OVER)
    several = intake.change.kind.words.several
    passed = say(
        f"; passed over, as no {several.english}: {others}",
        f"；另有 {others} 行不是{several.chinese}，已略过",
    )
    return told + (passed if others else "") + _count_of_missing(intake)


def _count_of_missing(intake: Intake) -> str:
    """How many rows are missing, of members and of contacts, behind the other counts."""
    keys = [verdict.key for verdict in intake.missing() if verdict.contact]
    of_contacts, of_members = keys.count(CONTACTS), len(intake.missing()) - len(keys)
    others = len(keys) - of_contacts
    expected, words = intake.expected, intake.change.kind.words
    parts = [
        (
            of_members,
            say(
                f"{of_members} of the {expected} {words.several.english} exported",
                f"{of_members} {words.measure}{words.several.chinese}"
                f"(导出时 {expected} {words.measure})",
            ),
        ),
        (of_contacts, say(f"{of_contacts} contacts", f"{of_contacts} 位联系人")),
        (others, say(f"{others} rows of other sheets", f"其他表 {others} 行")),
    ]
    told = say(", ", "、").join(text for count, text in parts if count)
    return told and say(f"; missing: {told}", f"；表中少了 {told}")


def what_next(plan: TakingIn, *, wrote_rejects: bool) -> str:
    """What a person does after a preview."""
    if not plan.change:
        if any(intake.set_aside() for intake in plan.intakes):
            return say("nothing can be taken in as it is", "没有可以导入的内容，请先处理有问题的行")
        return say("nothing to change", "没有需要改动的内容")
    if wrote_rejects:
        state = say("the registry is as it was", "名录尚未写入")
    else:
        state = say("nothing was written", "尚未写入")
    if any(map(_has_to_be_accepted, plan.intakes)):
        return state + say(
            "; --apply --yes writes it, warnings and all",
            "；有警告，确认无误可加 --apply --yes 写入",
        )
    return state + say("; --apply writes it", "，加 --apply 写入")


def _has_to_be_accepted(intake: Intake) -> bool:
    """Whether a person has to accept a warning, or that much is missing."""
    acts = any(verdict.acts for verdict in intake.missing())
    warned = any(verdict.warnings for verdict in intake.verdicts)
    return warned or (acts and intake.is_cut_short)


HOW_TO_MISS = say(
    "nothing becomes of what is missing; --missing withdraw or --missing remove says what",
    "表中少了的不作改动；确已退会加 --missing withdraw，要删除记录或联系人加 --missing remove",
)
"""How a person says what is to become of rows that are missing."""


def confirmed(plan: TakingIn) -> str:
    """How many records the list confirms, nothing where nobody said that it does."""
    day = plan.terms.confirmed
    if day is None:
        return ""
    count = sum(intake.confirmed(day) for intake in plan.intakes)
    return say(f"confirmed on {day}: {count}", f"核对日期记为 {day}：{count}")


def how_to_confirm(plan: TakingIn) -> str:
    """How a person notes that forms were confirmed, nothing where none came back."""
    source = plan.source
    if plan.terms.confirmed or not source.has_form or CONFIRMED.key not in source.kind.fields:
        return ""
    today = datetime.date.today()
    return say(
        f"this is a form that came back: --confirmed {today} notes that its records were confirmed",
        f"这是填回的表：加 --confirmed {today} 可登记核对日期",
    )


def not_received(members: Sequence[Record]) -> str:
    """Of how many members nothing came back, and of whom."""
    count, listed = len(members), _first_of(list(map(called, members)))
    return say(
        f"nothing received from {count} members: {listed}", f"尚未收到 {count} 家的表：{listed}"
    )


def read_as(file: str, encoding: str) -> str:
    """In which encoding a text was read."""
    return say(f"{file}: read as {encoding}", f"{file}：按 {encoding} 读取")


def open_word(open_: OpenWord) -> str:
    """That a word of a list is no choice, and how a script says which one it is."""
    _, field, word, rows = open_
    heading, near = str(field.heading), field.type.likely(word) or say("CHOICE", "选项")
    option = f"--map-value '{heading}:{word}={near}'"
    return masked_message(
        say(
            f"{heading}: {word} ({rows} rows) is not one of the choices; {option} says which it is",
            f"“{heading}”中的 {word}({rows} 行)不在选项中，可加 {option} 说明",
        )
    )


def nearly(near: Nearly, record: Record) -> str:
    """That a name of a list is nearly that of a member, and how a script says whose it is."""
    name, place, who = near.name, place_of(near.row), called(record)
    same, new = f"--match '{name}={record.get('id')}'", f"--match '{name}='"
    return masked_message(
        say(
            f"{name} (row {place}) is nearly {who}; {same} says that it is, {new} that it is new",
            f"{name}(第 {place} 行)与 {who} 相近；是同一家请加 {same}，是新会员请加 {new}",
        )
    )


def remarks_on(source: Source) -> Iterator[str]:
    """What of a source is left out, and what of it nobody sees."""
    mark = say(", ", "、")
    if source.used:
        pairs = mark.join(_meaning(source, *each) for each in source.used.items())
        listed = masked_message(pairs)
        yield say(f"columns as remembered: {listed}", f"按名录记住的列名对应：{listed}")
    if source.left_out:
        listed = masked_message(mark.join(source.left_out))
        yield say(f"columns left out: {listed}", f"未导入的列：{listed}")
    if source.others:
        listed = masked_message(_first_of(source.others))
        yield say(f"no spreadsheets, not read: {listed}", f"不是表格文件，未读取：{listed}")
    if source.sheets_left_out and not source.is_beside:
        listed = masked_message(mark.join(source.sheets_left_out))
        yield say(f"sheets left out: {listed}", f"未导入的工作表：{listed}")
    for why in Why:
        if places := [each.place for each in source.unread if each.text.why is why]:
            listed = _first_of(places)
            yield say(
                f"cells passed over ({why.value}): {len(places)}: {listed}",
                f"有 {len(places)} 个单元格未导入({why.value})：{listed}",
            )
    for table in source.tables:
        yield from _hidden_parts(table)


def _meaning(source: Source, heading: str, key: str) -> str:
    """A heading and what it means."""
    meaning = source.kind.spoken_name(key) if key else say("left out", "略去")
    return f"{heading} → {meaning}"


def _hidden_parts(table: Table) -> Iterator[str]:
    """What of a list nobody sees, though it is taken in."""
    sheet = table.sheet
    place = sheet.place
    where = say(f"sheet {place}: ", f"工作表 {place}：") if place else ""
    if sheet.is_hidden:
        yield where + say("it is hidden", "此表已隐藏")
    columns = [
        masked_message(column.heading)
        for column in table.columns
        if column.number in sheet.hidden_columns
        # An export hides those in which nobody has anything.
        and any(
            "".join(texts[column.number : column.number + 1]).strip() for _, texts in table.rows()
        )
    ]
    if columns:
        listed = _first_of(columns)
        yield where + say(f"hidden columns are read too: {listed}", f"隐藏的列也会导入：{listed}")
    rows = [
        str(number)
        for number, texts in table.rows()
        if number - 1 in sheet.hidden_rows and any(text.strip() for text in texts)
    ]
    if rows:
        listed = _first_of(rows)
        yield where + say(
            f"hidden rows are read too: {len(rows)}: {listed}",
            f"隐藏的行也会导入，共 {len(rows)} 行：{listed}",
        )


def _first_of(words: Sequence[str], most: int = _MOST_LISTED) -> str:
    mark = say(", ", "、")
    return mark.join([*words[:most], *(["…"] if len(words) > most else [])])
