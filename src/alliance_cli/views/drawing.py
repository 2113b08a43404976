"""How a drawing of experts looks: who was drawn, who would be next, and who was left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import channels
from ..kinds.field import Field
from ..language import Phrase, say
from ..registry.drawing import Considered, Drawing, Reason
from ..registry.registry import Record, title_of
from ..registry.shown import Shown, called
from . import console
from .table import filled_columns, fits, print_columns

_DRAWN, _NEXT, _LEFT_OUT = (
    Phrase("drawn", "抽中"),
    Phrase("next", "候补"),
    Phrase("left out", "不参加"),
)

_HEADINGS = (
    Phrase("result", "结果"),
    Phrase("id", "专家编号"),
    Phrase("name", "姓名"),
    Phrase("unit", "单位"),
    Phrase("last drawn", "上次抽取"),
    Phrase("reason", "原因"),
)
_NARROWEST = (8, 12, 6, 8, 10, 8)

_REASONS: Mapping[Reason, Phrase] = {
    Reason.CANDIDATE: Phrase("candidate", "候选，尚未聘任"),
    Reason.NOT_APPOINTED: Phrase("not appointed", "不在聘"),
    Reason.NOT_YET: Phrase("appointment not begun", "聘期尚未开始"),
    Reason.ENDED: Phrase("appointment ended", "聘期已满"),
    Reason.UNDATED: Phrase("dates of the appointment do not say", "聘期日期不全，无法判断"),
    Reason.WORKS_THERE: Phrase("works for a member to avoid", "任职于须回避的单位"),
    Reason.AVOIDS: Phrase("avoids one of the members", "本人须回避"),
    Reason.DRAWN_OFTEN: Phrase("drawn often enough in 12 months", "近 12 个月抽取次数已满"),
}
_REMEDIES: Mapping[Reason, Phrase] = {
    Reason.CANDIDATE: Phrase("--candidates draws them too", "加 --candidates 可一并抽取"),
    Reason.UNDATED: Phrase(
        "`alliance expert edit ID --set appointed=DATE` adds the day",
        "可用 `alliance expert edit 编号 --set appointed=日期` 补充",
    ),
    Reason.DRAWN_OFTEN: Phrase("a higher --at-most takes them in", "可提高 --at-most"),
}


def print_drawing(drawing: Drawing, shown: Shown, shape: str) -> None:
    """Print who was considered, those drawn first, as a table or as TSV."""
    if shape == "tsv":
        console.put(map(channels.tsv_row, _rows(drawing, shown)))
        tell_drawing(drawing, shown)
        return
    # What it takes to reach somebody stands below, where there is room for it.
    headings, *rows = (row[: len(_HEADINGS)] for row in _rows(drawing, shown))
    columns = filled_columns(headings, _NARROWEST, rows)
    if fits(columns):
        print_columns(columns)
    else:
        console.put(channels.line("  ".join(filter(None, row))) + "\n" for row in rows)
    texts = (*_names(drawing, shown), _summary(drawing, shown))
    console.put(channels.line(text) + "\n" for text in texts)
    for line in left_out(drawing):
        console.tell(line)


def tell_drawing(drawing: Drawing, shown: Shown) -> None:
    """Say who was drawn, what it takes to repeat it, and how many were left out."""
    console.tell(*_names(drawing, shown), _summary(drawing, shown), *left_out(drawing))


def _names(drawing: Drawing, shown: Shown) -> list[str]:
    """Those who were drawn, in one text; in one each where it says how to reach them."""
    personal = _personal(drawing, shown)
    people = [
        "  ".join(
            filter(None, (called(each.record), *(shown.cell(each.record, of) for of in personal)))
        )
        for each in drawing.drawn
    ]
    listed = people if personal else [say(", ", "、").join(people)]
    return [say(f"drawn: {text}", f"抽中：{text}") for text in listed]


def _summary(drawing: Drawing, shown: Shown) -> str:
    """How many were drawn of how many, and what it takes to repeat it."""
    wish, available = drawing.wish, len(drawing.available)
    seed = shown.said(wish.seed)
    return say(
        f"{wish.number} of {available} drawn on {wish.day}, with the seed {seed}",
        f"{wish.day} 从 {available} 位专家中抽取 {wish.number} 位，随机种子 {seed}",
    )


def left_out(drawing: Drawing) -> list[str]:
    """How many were left out, a line for each reason, with what would take them in."""
    counts = Counter(each.reason for each in drawing.left_out)
    lines = []
    for reason, why in _REASONS.items():
        if count := counts[reason]:
            line = say(f"{count} left out: {why}", f"{count} 位不参加：{why}")
            remedy = _REMEDIES.get(reason)
            lines.append(line + (say(f"; {remedy}", f"；{remedy}") if remedy else ""))
    return lines


def recorded(drawing: Drawing, shown: Shown, path: Path) -> str:
    """What was noted in the file, in one text."""
    wish = drawing.wish
    listed = say(", ", "、").join(called(each.record) for each in drawing.drawn)
    seed = shown.said(wish.seed)
    purpose = filter(None, [shown.said(wish.purpose or "")])
    what = (str(wish.day), *purpose, say(f"seed {seed}", f"种子 {seed}"))
    said = say(", ", "，").join(what)
    return say(f"recorded in {path} for {listed}: {said}", f"已记入 {path}：{listed}({said})")


def too_few(drawing: Drawing) -> tuple[str, str, list[str]]:
    """That there are fewer experts than are wanted, what to do, and what leaves the others out."""
    available, wanted = len(drawing.available), drawing.wish.number
    if not drawing.registry.of(drawing.kind):
        hint = say(
            "there are no experts yet; `alliance expert add` adds one",
            "名录中还没有专家；添加用 `alliance expert add`",
        )
    else:
        hint = say(
            "ask for fewer, name more --field, or take a filter away",
            "请减少人数、增加 --field 或放宽筛选条件",
        )
    return (
        say(
            f"{available} of the {wanted} experts wanted can be drawn; nobody was drawn",
            f"可抽取的专家有 {available} 位，需要 {wanted} 位，未抽取任何人",
        ),
        hint,
        left_out(drawing),
    )


def as_data(drawing: Drawing, shown: Shown) -> dict[str, Any]:
    """All of a drawing as data; see docs/commands.md."""
    wish = drawing.wish
    return {
        "on": wish.day,
        "seed": shown.said(wish.seed),
        "purpose": None if wish.purpose is None else shown.said(wish.purpose),
        "count": wish.number,
        "fields": [*drawing.fields],
        "avoided": [shown.said(each) for each in drawing.avoided],
        "at_most": wish.at_most,
        "candidates": wish.candidates,
        "available": len(drawing.available),
        "drawn": [shown.data(each.record, drawing.kind) for each in drawing.drawn],
        "considered": [
            {
                "id": shown.said(each.identifier),
                "name": shown.said(str(title_of(each.record))),
                "result": str(result.english).replace(" ", "_"),
                "place": place,
                "last_drawn": each.last,
                "drawn_in_12_months": each.times,
                "sha256": each.lot,
                "reason": each.reason,
                "member": shown.said(each.member) or None,
            }
            for result, place, each in _in_order(drawing)
        ],
    }


def _in_order(drawing: Drawing) -> Iterator[tuple[Phrase, int | None, Considered]]:
    """Everybody who was considered, with the result and the place among those to be drawn."""
    for place, each in enumerate(drawing.available, 1):
        yield _DRAWN if place <= len(drawing.drawn) else _NEXT, place, each
    for each in drawing.left_out:
        yield _LEFT_OUT, None, each


def _rows(drawing: Drawing, shown: Shown) -> Iterator[list[str]]:
    """The headings, then a row for each; who was drawn can be reached where that is asked for."""
    kind, personal = drawing.kind, _personal(drawing, shown)
    yield [*map(str, _HEADINGS), *(str(field.heading) for field in personal)]
    units = _Units(drawing, shown)
    for result, _, each in _in_order(drawing):
        record = each.record
        reached = (shown.cell(record, field) if result is _DRAWN else "" for field in personal)
        yield [
            str(result),
            shown.cell(record, kind.fields["id"]),
            shown.cell(record, kind.fields["name"]),
            units.of(record),
            "?" if each.latest and each.last is None else str(each.last or ""),
            _reason(each, shown),
            *reached,
        ]


def _personal(drawing: Drawing, shown: Shown) -> list[Field]:
    """The fields by which experts are reached, where these are asked for."""
    return [each for each in drawing.kind.plain if each.personal] if shown.contacts else []


def _reason(each: Considered, shown: Shown) -> str:
    if each.reason is None:
        return ""
    about = str(each.times) if each.reason is Reason.DRAWN_OFTEN else shown.said(each.member)
    return str(_REASONS[each.reason]) + (say(f": {about}", f"：{about}") if about else "")


class _Units:
    """Where experts work: the member by its id and name, or the name of what is none."""

    def __init__(self, drawing: Drawing, shown: Shown) -> None:
        self._members = {str(m.get("id")).casefold(): m for m in drawing.registry.members}
        self._fields = drawing.kind.fields
        self._shown = shown

    def of(self, record: Record) -> str:
        """Where an expert works, in one text."""
        unit = record.get("unit")
        member = self._members.get(unit.casefold()) if isinstance(unit, str) else None
        if member is not None:
            return self._shown.said(called(member))
        return self._shown.cell(record, self._fields["unit" if unit else "unit_name"])
