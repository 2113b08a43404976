"""`alliance list`: members as a table, with filters."""

from typing import Annotated

from ..exchange.formats import FORMATS, ON_SCREEN
from ..exchange.formats.format import Wishes
from ..kinds.kind import Kind
from ..language import Wording, say, spoken
from ..options import AsOf, Choosing, ContactsOption, HeadingsOption, RegistryOption, one_of
from ..registry.query import Roster, Selection, select
from ..registry.shown import Shown
from ..views import console
from ..views.table import print_table

_TABLE = "table"

FormatOption = Annotated[
    str | None,
    one_of(
        (_TABLE, *(each.name for each in ON_SCREEN)),
        "--format -f",
        "Output format; if not given, table on a terminal and tsv when piped.",
        "输出格式；不填时终端为 table，管道为 tsv。",
    ),
]


def run(
    choosing: Choosing,
    time: AsOf,
    format: FormatOption = None,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
    *,
    kind: Kind,
) -> None:
    """Show the records that the options choose."""
    selection = choosing.selection(time=time)
    show_records(kind, selection, time, format, headings, contacts, registry)


def show_records(
    kind: Kind,
    selection: Selection,
    time: AsOf,
    format: str | None,
    headings: Wording | None,
    contacts: bool,
    registry: str | None,
) -> None:
    """Show the records of a kind that are selected."""
    document = time.document(registry, console.tracked)
    kind = document.registry.kinds[kind.table]
    roster = select(document.registry, kind, selection)
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    show_roster(roster, shown, format)
    tell_of_roster(roster)


def show_roster(roster: Roster, shown: Shown, format: str | None) -> None:
    """Show members in a format, the usual one for where they are shown if none is named."""
    terminal = console.is_terminal()
    shape = format or (_TABLE if terminal else "tsv")
    if pieces := FORMATS[shape].pieces if shape != _TABLE else None:
        console.put(pieces(roster, Wishes(shown)))
    else:
        print_table(roster, shown, terminal=terminal)


def tell_of_roster(roster: Roster) -> None:
    """Say who is left out of a roster, and what to do where nobody could be in it."""
    console.tell_not_chosen(roster)
    if not roster.recorded:
        command = " ".join(("alliance", *roster.kind.command))
        console.tell(
            say(
                f"there are no {roster.kind.words.several.english} yet; `{command} add` adds one, "
                f"`{command} import LIST` many",
                f"名录中还没有{roster.kind.words.several.chinese}；添加用 `{command} add`，"
                f"导入表格用 `{command} import 名单`",
            )
        )
