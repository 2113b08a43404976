"""`alliance show`: everything on one member."""

import datetime
from typing import Annotated

from ..channels import json_text
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..options import AsOf, ContactsOption, HeadingsOption, RegistryOption, argument, one_of
from ..registry.membership import was_member
from ..registry.query import place_of
from ..registry.registry import Record
from ..registry.shown import Shown, called
from ..views import card, console

_CARD = "card"


def run(
    word: Annotated[
        str, argument("MEMBER", "An id, a name or a part of one.", "编号、名称或名称的一部分。")
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
) -> None:
    """Show everything on the member that `word` means."""
    day, document = time.day, time.document(registry)
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    kind = document.registry.kinds[MEMBER.table]
    index = place_of(document.registry, kind, word)
    member = document.registry.of(kind)[index]
    if day is not None:
        console.tell(_standing(member, day))
    shape = format or (_CARD if console.is_terminal() else "tsv")
    if shape == "json":
        console.put([json_text(shown.data(member, kind), indent=2), "\n"])
        return
    lines = list(card.lines_of(member, kind, shown))
    if shape == _CARD:
        line = document.positions.locate((kind.table, index), "header").line
        card.print_card(shown.said(str(member.get("name", word))), lines, f"{document.path}:{line}")
    else:
        console.put(card.tab_separated(lines))


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
