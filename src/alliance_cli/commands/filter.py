"""`alliance filter`: the members of some categories."""

from typing import Annotated

import typer

from ..language import say
from ..options import Choosing, ContactsOption, HeadingsOption, RegistryOption
from .list import FormatOption, show_members

HELP = say(
    "Show the members of some categories.",
    "显示某些类别的会员。",
)

_CategoriesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CATEGORY...",
        help=say("Keys or labels of categories.", "类别的键或名称。"),
        show_default=False,
    ),
]


def run(
    categories: _CategoriesArgument,
    choosing: Choosing,
    format: FormatOption = None,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show the members of these categories that the options choose."""
    show_members(choosing, categories, format, headings, contacts, registry)
