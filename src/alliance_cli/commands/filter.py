"""`alliance filter`: the members of some categories."""

from typing import Annotated

from ..options import AsOf, Choosing, ContactsOption, HeadingsOption, RegistryOption, argument
from .list import FormatOption, show_members


def run(
    categories: Annotated[
        list[str], argument("CATEGORY...", "Keys or labels of categories.", "类别的键或名称。")
    ],
    choosing: Choosing,
    time: AsOf,
    format: FormatOption = None,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show the members of these categories that the options choose."""
    show_members(choosing, time, categories, format, headings, contacts, registry)
