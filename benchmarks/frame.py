"""The peer of `export out.xlsx`: the same cells, written by pandas with XlsxWriter."""

from pathlib import Path

import pandas

from alliance_cli.exchange.text import Wishes, headings, rows
from alliance_cli.kinds.member import FIELDS
from alliance_cli.kinds.tables import Tables
from alliance_cli.language import Wording
from alliance_cli.registry.query import Selection, select
from alliance_cli.store.load import load


def main() -> None:
    """Write the members of the registry in this folder to `out.xlsx`."""
    columns = [field for field in FIELDS.values() if not isinstance(field.type, Tables)]
    roster = select(load(Path("members.toml")).registry, Selection(), columns=columns)
    frame = pandas.DataFrame(
        rows(roster, Wishes(Wording.CHINESE)), columns=headings(columns, Wording.CHINESE)
    )
    frame.to_excel("out.xlsx", engine="xlsxwriter", index=False)


main()
