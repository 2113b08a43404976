"""`alliance show`: everything on one member."""

import datetime
from typing import Annotated

from ..actions.completion import anything
from ..channels import json_text
from ..kinds.body import BODY
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..options import AsOf, ContactsOption, HeadingsOption, RegistryOption, argument, one_of
from ..registry.membership import was_member
from ..registry.query import place_of
from ..registry.registry import Record, Registry, title_of
from ..registry.seats import roster
from ..registry.shown import Shown, called
from ..views import card, console
from ..views.roster import data_of_roster, lines_of_roster

_CARD = "card"


def run(
    word: Annotated[
        str,
        argument(
            "MEMBER", "An id, a name or a part of one.", "编号、名称或名称的一部分。", anything
        ),
    ],
    format: Annotated[
        str | None,
        one_of(
            (_CARD, "tsv", "json"),
            "--format -f",
            "Output format; if not given, card on a terminal and tsv when piped.",
            "输出格式；不填时终端为 card，管道为 tsv。",
        ),
    ] = None,
    *,
    time: AsOf,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Show everything on the record that `word` means; an id finds one of any kind."""
    day, today, document = time.day, datetime.date.today(), time.document(registry)
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    kind = _kind_of(document.registry, kind, word)
    index = place_of(document.registry, kind, word)
    member = document.registry.of(kind)[index]
    if day is not None and kind.table == MEMBER.table:
        console.tell(_standing(member, day))
    sittings = []
    if kind.table == BODY.table:
        sittings = roster(document.registry, str(member.get("id")), day or today)
    shape = format or (_CARD if console.is_terminal() else "tsv")
    if shape == "json":
        data = shown.data(member, kind)
        if kind.table == BODY.table:
            data["roster"] = data_of_roster(sittings, document.registry, shown, day or today)
        console.put([json_text(data, indent=2), "\n"])
        return
    lines = [*card.lines_of(member, kind, shown), *lines_of_roster(sittings, shown)]
    if shape == _CARD:
        line = document.positions.locate((kind.table, index), "header").line
        card.print_card(shown.said(str(title_of(member) or word)), lines, f"{document.path}:{line}")
    else:
        console.put(card.tab_separated(lines))


def _kind_of(registry: Registry, kind: Kind, word: str) -> Kind:
    """The kind of the record that `word` means: another than `kind` by its whole id alone."""
    kinds = [registry.kinds[kind.table]]
    if kind is MEMBER:
        kinds += [each for each in registry.kinds.values() if each.table != MEMBER.table]
    having = (
        each
        for each in kinds
        for record in registry.of(each)
        if str(record.get("id")).casefold() == word.casefold()
    )
    return next(having, kinds[0])


def _standing(member: Record, day: datetime.date) -> str:
    """What the dates in the file say of a member on a day."""
    who, was = called(member), was_member(member, day)
    if was is None:
        return say(
            f"the dates do not say whether {who} was a member on {day}",
            f"所载日期不足以判断 {who} 在 {day} 是否会员",
        )
    if was:
        return say(f"{who} was a member on {day}", f"{who} 在 {day} 是会员")
    return say(f"{who} was no member on {day}", f"{who} 在 {day} 不是会员")
