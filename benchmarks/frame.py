"""The peer of `export out.xlsx`: the same cells, written by pandas with XlsxWriter."""

from pathlib import Path

import pandas

from alliance_cli.exchange.formats.format import Wishes, headings, rows
from alliance_cli.kinds.member import MEMBER
from alliance_cli.language import Wording
from alliance_cli.registry.query import Selection, select
from alliance_cli.registry.shown import Shown
from alliance_cli.store.load import load


def main() -> None:
    """Write the members of the registry in this folder to `out.xlsx`."""
    registry = load(Path("members.toml")).registry
    kind = registry.kinds[MEMBER.table]
    roster = select(registry, kind, Selection(), columns=kind.plain)
    frame = pandas.DataFrame(
        rows(roster, Wishes(Shown(registry, Wording.CHINESE))),
        columns=headings(kind.plain, Wording.CHINESE),
    )
    frame.to_excel("out.xlsx", engine="xlsxwriter", index=False)


main()
