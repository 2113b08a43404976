"""`alliance show`: everything on one member."""

from typing import Annotated

from ..channels import json_text
from ..kinds.member import MEMBER
from ..language import spoken
from ..options import ContactsOption, HeadingsOption, RegistryOption, argument, one_of
from ..registry.query import place_of
from ..registry.shown import Shown
from ..store.load import load
from ..store.locate import find_registry
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
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show everything on the member that `word` means."""
    document = load(find_registry(registry))
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    kind = document.registry.kinds[MEMBER.table]
    index = place_of(document.registry, kind, word)
    member = document.registry.of(kind)[index]
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
