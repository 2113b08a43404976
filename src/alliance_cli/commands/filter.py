"""`alliance filter`: the members of some categories."""

from typing import Annotated

from ..language import say
from ..options import Choosing, ContactsOption, HeadingsOption, RegistryOption, argument
from .list import FormatOption, show_members

HELP = say(
    "Show the members of some categories.",
    "显示某些类别的会员。",
)


def run(
    categories: Annotated[
        list[str], argument("CATEGORY...", "Keys or labels of categories.", "类别的键或名称。")
    ],
    choosing: Choosing,
    format: FormatOption = None,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show the members of these categories that the options choose."""
    show_members(choosing, categories, format, headings, contacts, registry)
