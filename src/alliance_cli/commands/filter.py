"""`alliance filter`: the members of some categories."""

from typing import Annotated

from ..kinds.kind import Kind
from ..options import AsOf, Choosing, ContactsOption, HeadingsOption, RegistryOption, argument
from .list import FormatOption, show_records


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
    *,
    kind: Kind,
) -> None:
    """Show the members of these categories that the options choose."""
    selection = choosing.selection(categories, time)
    show_records(kind, selection, time, format, headings, contacts, registry)
