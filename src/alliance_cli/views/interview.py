"""Asking a person for a new member, field by field, each answer checked at once."""

import contextlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..checks.records import findings_of_change
from ..data import Data
from ..errors import NOTHING_WRITTEN, AllianceError, DataRefused
from ..findings import rules
from ..findings.finding import Finding, Located
from ..findings.rule import Severity
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import Phrase, say, spoken
from ..registry.changes import Change, new_record, read_value
from ..registry.naming import FORMER, taken_apart, with_former_name
from ..registry.registry import Record, Registry
from ..registry.shown import Shown, called, masked_message
from ..registry.succession import Renaming
from ..store.gate import Proposal
from ..values.value_type import ValueRefused, ValueType
from ..values.words import means_nothing
from .card import lines_of
from .command_line import adding, items
from .console import ask, can_ask, complain, tell
from .reports.text import lines_of as lines_of_finding


class _Back(Exception):
    """A person wants to answer the question before once more."""


_BACK = ("<", "back", "上一项")


class Subject(NamedTuple):
    """What is asked about: a new record of a kind, for a registry."""

    registry: Registry
    kind: Kind


def ask_for_record(values: Data, about: Subject) -> Data:
    """`values`, and the answers for every other field that is worth asking for.

    An empty answer leaves a field out, unless it is required.
    """
    tell(
        say(
            "Enter leaves a field empty, < goes back to the one before, Ctrl-C stops; nothing is "
            "written before the end.",
            "直接回车跳过一项，输入 < 回到上一项，Ctrl-C 放弃；最后确认之前不会写入。",
        )
    )
    answered = dict(values)
    asked: list[str] = []
    while field := _next_question(about, answered, {*values, *asked}):
        try:
            _answer_field(field, answered, about)
            asked.append(field.key)
        except _Back:
            if asked:
                asked.pop()
    return answered


def _next_question(about: Subject, answered: Data, done: set[str]) -> Field | None:
    """The next field that is worth asking for."""
    for field in about.kind.fields.values():
        if field.key in done or not field.asked or not field.is_for(answered):
            continue
        if field.required or not field.type.is_open:
            return field
    return None


def _answer_field(field: Field, answered: Data, about: Subject) -> None:
    """Ask for one field and take the answer; what was answered before is kept by Enter alone."""
    others = {key: value for key, value in answered.items() if key != field.key}
    ask_for = _ask_for_tables if field.type.fields else _ask
    value = ask_for(field, others, about, answered.get(field.key))
    answered.pop(field.key, None)
    if value is not None:
        answered[field.key] = value


def settle(values: Data, about: Subject) -> Data:
    """Show the member as it will be written until a person agrees.

    Answers can be corrected meanwhile.  Raises DataRefused where the person gives up.
    """
    registry, kind = about
    shown = Shown(registry, spoken(), contacts=True)
    while True:
        member = new_record(values, registry, kind)
        filled = [each for key, each in kind.fields.items() if key in member]
        names = [each.heading.worded(each.key, shown.wording) for each in filled]
        tell("")
        for number, (field, name) in enumerate(zip(filled, names, strict=True), 1):
            tell(f"  {number:2}  {name}: {shown.cell(member, field)}")
        answer = _answer(
            say(
                f"Write this {kind.words.one.english}? "
                "[y, n, or the number or name of a field to correct] ",
                f"写入此{kind.words.one.chinese}？[y 写入，n 放弃，或输入序号、字段名修改] ",
            )
        )
        if answer in YES:
            return values
        if answer in _NO:
            raise DataRefused(NOTHING_WRITTEN)
        number = int(answer[:9]) if answer.isdecimal() else 0
        chosen = filled[number - 1] if 1 <= number <= len(filled) else kind.field_called(answer)
        if chosen and chosen.is_for(values):
            with contextlib.suppress(_Back):
                _answer_field(chosen, values, about)


def tell_how_to_repeat(values: Data, kind: Kind, registry: Path) -> None:
    """Tell the command that gives the same answers, so that none has to be typed again."""
    command = adding(values, kind, registry)
    tell("", say(f"your answers as a command: {command}", f"已填内容可用此命令重新添加：{command}"))


def ask_for_column(heading: str, samples: Sequence[str], known: Callable[[str], bool]) -> str:
    """The word for the field that a column holds, nothing for one to leave out."""
    shown = say(", ", "、").join(samples)
    tell("", say(f"What is the column {heading}? ({shown})", f"“{heading}”是哪个字段？({shown})"))
    tell(say("A field, or Enter to leave it out.", "输入字段名，直接回车则略去此列。"))
    while True:
        answer = ask("> ").strip()
        if not answer or known(answer):
            return answer
        tell(say(f"there is no field {answer}", f"没有 {answer} 这个字段"))


def ask_for_choice(heading: str, word: str, rows: int, choices: ValueType) -> str:
    """The key of the choice that a list calls `word` in some rows, nothing where it is none."""
    labels, near = choices.choices(), choices.likely(word)
    tell(
        "",
        say(
            f"{heading}: {word} ({rows} rows) is not one of the choices. Which one is it?",
            f"“{heading}”中的 {word}({rows} 行)不在选项中，是哪一项？",
        ),
        *_numbered(labels),
    )
    default = say(f"Enter for {labels[near]}, ", f"直接回车为 {labels[near]}，") if near else ""
    tell(
        say("A number or a name, ", "输入序号或名称，")
        + default
        + say("- to leave it.", "输入 - 则不处理。")
    )
    while True:
        answer = ask("> ").strip()
        if not answer and near:
            return near
        if means_nothing(answer):
            if answer:
                return ""
            tell(say("a number, a name or -", "请输入序号、名称或 -"))
            continue
        try:
            return str(choices.item.read(_by_number(answer, labels)))
        except ValueRefused as refused:
            tell(str(refused))
            near = _offered(answer, choices) or near


def ask_whose(
    name: str, row: str, member: str, likely: str, id_of: Callable[[str], str]
) -> str | None:
    """The id of the member that a list means by `name`, probably `member`.

    That one has the id `likely`.  Nothing for a new member, None where the person leaves it open.
    `id_of` gives the id that a word means, and raises AllianceError where it means no member.
    """
    tell(
        "",
        say(
            f"{name} (row {row}) is no member's name. Is it {member}?",
            f"名录中没有 {name}(第 {row} 行)，是否就是 {member}？",
        ),
        say(
            "Enter for yes, n for a new member, - to leave it; or the id or name of another.",
            "直接回车为是，n 为新会员，- 则不处理；也可输入其他会员的编号或名称。",
        ),
    )
    while True:
        answer = ask("> ").strip()
        if _narrow(answer) in _NO:
            return ""
        if answer and means_nothing(answer):
            return None
        try:
            return likely if _narrow(answer) in ("", *YES) else id_of(answer)
        except AllianceError as refused:
            tell(masked_message(refused.message), masked_message(refused.hint))


def _offered(answer: str, choices: ValueType) -> str:
    """The key that an answer which was refused probably means; it is told that Enter takes it."""
    near = choices.likely(answer) if len(choices.words_in(answer)) == 1 else ""
    if near:
        label = choices.choices()[near]
        tell(say(f"Enter takes {label}", f"直接回车为 {label}"))
    return near


def _numbered(labels: Mapping[str, str]) -> list[str]:
    return [f"  {n}  {label}  ({key})" for n, (key, label) in enumerate(labels.items(), 1)]


def _by_number(answer: str, labels: Mapping[str, str]) -> str:
    """The key of the choice that has the number `answer`, else the answer as it is."""
    number = int(answer[:9]) if answer.isdecimal() else 0
    return [*labels][number - 1] if 1 <= number <= len(labels) else answer


YES = ("y", "yes", "是", "好")
"""What people say for yes, in any width and case."""


def ask_yes_or_no(question: str, *, otherwise: bool) -> bool:
    """Whether a person says yes; Enter alone says `otherwise`."""
    if otherwise:
        choices = say("[Y/n]", "[y 是，n 否，直接回车为是]")
    else:
        choices = say("[y/N]", "[y 是，n 否，直接回车为否]")
    while True:
        answer = _answer(f"{question} {choices} ")
        if not answer:
            return otherwise
        if answer in YES:
            return True
        if answer in _NO:
            return False


def ask_to_keep_name(names: Renaming) -> bool:
    """Whether a member's old name is to be among its former names; Enter alone says what is usual.

    A slip of one character is corrected, another name is not.
    """
    question = (
        say(
            f"{names.old} → {names.new} is one character. Is the old one a former name?",
            f"{names.old} → {names.new} 仅一字之差，旧名是否记入曾用名？",
        )
        if names.is_correction
        else say(
            f"{names.old} → {names.new}. Does the old one go among the former names?",
            f"{names.old} → {names.new}，旧名是否记入曾用名？",
        )
    )
    return ask_yes_or_no(masked_message(question), otherwise=not names.is_correction)


_NO = ("n", "no", "否", "不")


def _answer(prompt: str) -> str:
    """One word, as it is compared."""
    return _narrow(ask(prompt))


def _narrow(text: str) -> str:
    """A word however the keyboard is set: Chinese input types full-width letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _findings(value: Any, key: str, answered: Data, about: Subject) -> list[Finding]:
    """What is wrong with one answer, by itself and beside the members that are there."""
    registry, kind = about
    member, former = taken_apart({**answered, key: value}, registry, kind)
    change = Change(kind, added=[with_former_name(member, former, kind)])
    keys = (key, FORMER) if former else (key,)
    return [f for f in findings_of_change(registry, change) if f.field.split(".")[0] in keys]


def _ask(field: Field, answered: Data, about: Subject, before: Any = None) -> Any:
    """One answer without errors, or None for an empty one; Enter keeps what was answered before."""
    labels = field.type.choices()
    explanation = field.help
    if labels:
        explanation = Phrase("type a number or a name", "输入序号或名称")
    elif field.type.is_list:
        explanation = Phrase(
            f"{field.help}; several with 、 between", f"{field.help}，多项用、隔开"
        )
    tell("", f"{field.heading}{say(': ', '：')}{explanation}", *_numbered(labels))
    offered = "、".join(items(before, field))
    if offered:
        kept = field.type.text(before, spoken())
        tell(say(f"Enter keeps {kept}, - clears it", f"直接回车保留 {kept}，输入 - 清除"))
    while True:
        text = ask("> ").strip() or offered
        if _narrow(text) in _BACK:
            raise _Back
        offered = ""
        if means_nothing(text):
            if not field.required:
                return None
            tell(say("this one is needed", "此项必填"))
            continue
        try:
            value = read_value(field, [_by_number(text, labels)])
        except ValueRefused as refused:
            tell(str(refused))
            offered = _offered(text, field.type)
            continue
        found = _findings(value, field.key, answered, about)
        for finding in found:
            _tell_problem(finding.message, finding.hint)
        if any(finding.severity is Severity.ERROR for finding in found):
            continue
        if not _is_another(found, {**answered, field.key: value}, about):
            continue
        if _is_meant_here(text, field, about):
            return value


def _is_another(found: Sequence[Finding], answered: Data, about: Subject) -> bool:
    """Whether a person says that the new member is none of those it was found to be like.

    Raises DataRefused where the person gives up.
    """
    registry, kind = about
    change = Change(kind, added=[answered])
    others = _others(found, registry, change)
    if not others or any(finding.field not in kind.names for finding in found):
        return True
    answers = {
        "y": say("add it all the same", "仍然添加"),
        "r": say("another answer", "重新填写"),
        **_SHOWING,
        "q": say("give up", "放弃"),
    }
    answer = _choose_seeing(answers, others, about)
    if answer == "q":
        raise DataRefused(NOTHING_WRITTEN)
    return answer == "y"


_SHOWING = {"s": say("show the record", "查看该记录")}


def _choose_seeing(answers: Mapping[str, str], others: Sequence[Record], about: Subject) -> str:
    """What a person chooses, who may look at the `others` as often as it takes."""
    registry, kind = about
    shown = Shown(registry, spoken())
    while True:
        answer = _choose(say("What now?", "如何处理？"), answers)
        if answer not in _SHOWING:
            return answer
        for record in others:
            tell("", *(f"  {line.name}: {line.text}" for line in lines_of(record, kind, shown)))


def _others(found: Iterable[Finding], registry: Registry, change: Change) -> list[Record]:
    """The records that findings of a change are about and that it does not touch itself."""
    records = registry.of(change.kind)
    touched = change.places_touched(records)
    places = {
        place
        for finding in found
        if finding.related
        for place in (finding.member, finding.related[1])
        if isinstance(place, int) and place not in touched
    }
    after = change.records_after(records)
    return [after[place] for place in sorted(places)]


def _is_meant_here(text: str, field: Field, about: Subject) -> bool:
    """Whether an answer is no value of another field, or a person says that it belongs here.

    An Enter too many shifts every answer by one.
    """
    if not field.type.item.is_free:
        return True
    kind = about.kind
    parts = (part for each in kind.nested.values() for part in each.type.fields.values())
    other = next(
        (each for each in (*kind.plain, *parts) if each is not field and _has_form(text, each)),
        None,
    )
    return other is None or ask_yes_or_no(
        say(
            f"This looks like {other.key}. Is it {field.key}?",
            f"这像是{other.heading}，确实填在“{field.heading}”吗？",
        ),
        otherwise=False,
    )


def _has_form(text: str, field: Field) -> bool:
    """Whether a text is a value of a field that takes few texts only."""
    if field.type.item.is_free or field.type.is_open:
        return False
    if field.key == "id" or field.type.refers_to:
        # An id may be any word.
        return False
    try:
        problems = field.type.problems(field.type.read(text))
    except ValueRefused:
        return False
    # A code with a slip is one all the same.
    return {each.rule for each in problems} <= {rules.CODE_CHECK, rules.CODE_ORGANISATION}


def _tell_problem(message: str, hint: str) -> None:
    tell(masked_message(f"! {message}{hint and f' ({hint})'}"))


def describe(finding: Finding, who: str = "") -> str:
    """A finding in one line, for what is not in the file yet; `who` is the member, where needed."""
    hint = f" ({finding.hint})" if finding.hint else ""
    field = f" {finding.field}" if finding.field else ""
    whose = f"  [{who}]" if who else ""
    return masked_message(
        f"{finding.severity} {finding.rule.code}{field}: {finding.message}{hint}{whose}"
    )


def _ask_for_tables(
    field: Field, answered: Data, about: Subject, before: list[Data] | None = None
) -> list[Data] | None:
    """As many tables as a person gives, those of before or None where there is no first one."""
    found: list[Data] = []
    tell("", f"{field.heading}: {say('leave the name empty to go on', '姓名留空则继续')}")
    if before:
        kept = field.type.text(before, spoken())
        tell(say(f"Enter keeps {kept}", f"直接回车保留 {kept}"))
    while True:
        table: Data = {}
        for part in field.type.fields.values():
            value = _ask_for_part(part, field if part.required else None)
            if isinstance(value, list):
                # A whole line, as people write a contact.
                found += value
                break
            if value is not None:
                table[part.key] = value
            elif part.required:
                return found or before
        else:
            found.append(table)


def _ask_for_part(part: Field, whole: Field | None) -> Any:
    """A value of a part, None for none; a list of tables where the answer tells `whole` of them."""
    while True:
        text = ask(f"  {part.heading}> ").strip()
        if part.required and _narrow(text) in _BACK:
            raise _Back
        if means_nothing(text):
            return None
        try:
            tables = whole.type.read(text) if whole else []
            alone = not whole or (len(tables) == 1 and len(tables[0]) == 1)
            value = part.type.read(text) if alone else tables
        except ValueRefused as refused:
            tell(str(refused))
            continue
        problems = (part if alone or whole is None else whole).type.problems(value)
        for problem in problems:
            # The person has just typed what it is about.
            tell(f"! {problem.message}{problem.hint and f' ({problem.hint})'}")
        if not problems:
            return value


def _choose(question: str, answers: Mapping[str, str]) -> str:
    """The one of `answers`, letter to meaning, that a person chooses."""
    offered = ", ".join(f"{letter} {meaning}" for letter, meaning in answers.items())
    while True:
        answer = _answer(f"{question} [{offered}] ")
        if answer in answers:
            return answer


class Interview:
    """What a command that writes asks and tells while it is under way."""

    def can_ask(self) -> bool:
        """Whether there is a person to answer questions."""
        return can_ask()

    def tell_findings(self, proposal: Proposal) -> None:
        """Tell what would be wrong, of whom where that is not clear."""
        members = proposal.after.registry.of(proposal.change.kind)
        for finding in proposal.findings:
            # Of a new member alone it is clear who is meant.
            place = finding.member
            known = place is not None and proposal.change.added != [members[place]]
            tell(describe(finding, called(members[place or 0]) if known else ""))

    def agrees(self, question: Sequence[str]) -> bool:
        """Whether a person agrees to what cannot simply be taken back; Enter alone is no yes."""
        *facts, last = question
        tell(*facts)
        return ask_yes_or_no(last, otherwise=False)

    def tell_refusal(self, refused: AllianceError) -> None:
        """Tell why what a person wrote cannot be read."""
        complain(refused.message, refused.hint, refused.details)

    def tell_problems(self, problems: Iterable[Finding | Located]) -> None:
        """Tell what would be wrong, some of it at its place in what a person wrote."""
        for each in problems:
            if isinstance(each, Finding):
                tell(describe(each))
                continue
            for line in lines_of_finding(each):
                tell(line.rstrip("\n"))

    def accepts(self, proposal: Proposal) -> bool:
        """Whether a person wants a change all the same; what it is like can be looked at."""
        registry, change = proposal.before.registry, proposal.change
        others = _others(proposal.findings, registry, change)
        answers = {
            "y": say("write all the same", "仍然写入"),
            **(_SHOWING if others else {}),
            "q": say("give up", "放弃"),
        }
        return _choose_seeing(answers, others, Subject(registry, change.kind)) == "y"

    def choose(self, question: str, answers: Mapping[str, str]) -> str:
        """The one of `answers`, letter to meaning, that a person chooses."""
        return _choose(question, answers)

    def tell_kept(self, path: Path, *, interrupted: bool) -> None:
        """Tell where the text of a person is kept."""
        # What a person interrupts is a question, on whose line the answer was to come.
        above = [""] if interrupted else []
        tell(*above, say(f"your text is kept in {path}", f"您编辑的内容保存在 {path}"))
