"""Peers that are libraries, each doing with the same data what a command of `alliance` does.

    python benchmarks/peers.py NAME [ARGUMENT]

Nothing of `alliance` runs here.  Each imports its library only when it is called, and works in the
current folder: on the registry itself, or on what `alliance export` made of it.
"""

import sys
from pathlib import Path
from typing import Any

# mypy: disable-error-code="import-not-found, import-untyped"


def pandas_to_excel() -> None:
    """Write the members of the registry, without their contacts, to a workbook of bare cells."""
    _members_as_frame().to_excel("out.xlsx", engine="xlsxwriter", index=False)


def pandas_to_csv() -> None:
    """Write the members of the registry, without their contacts, as CSV."""
    _members_as_frame().to_csv("out.csv", index=False)


def _members_as_frame() -> Any:
    import pandas
    import tomli

    with Path("members.toml").open("rb") as file:
        frame = pandas.json_normalize(tomli.load(file)["members"]).drop(columns="contacts")
    frame["products"] = frame["products"].str.join("、")
    return frame


def pandas_read_excel(engine: str) -> None:
    """Only read the workbook that `alliance import` previews, all cells as text."""
    import pandas

    frame: Any = pandas.read_excel("in.xlsx", engine=engine, dtype=str, keep_default_na=False)  # type: ignore[call-overload]
    print(len(frame))


def tomlkit_edit() -> None:
    """Another city for one member, in the registry itself; comments and order stay."""
    import tomlkit

    registry = Path("members.toml")
    document: Any = tomlkit.parse(registry.read_text(encoding="utf-8"))
    member = next(each for each in document["members"] if each["id"] == "M000100")
    member["city"] = "恩施"
    registry.write_text(tomlkit.dumps(document), encoding="utf-8")


def duckdb_filter(exported: str) -> None:
    """The members of one category, from the exported CSV or JSON, as CSV."""
    import duckdb

    duckdb.execute(
        f"COPY (SELECT * FROM {_TABLES[exported]} WHERE category = 'parts')"
        " TO '/dev/stdout' (FORMAT csv, HEADER)"
    )


def duckdb_count() -> None:
    """How many members there are of each category in each city, from the exported CSV."""
    import duckdb

    table = _TABLES["exported.csv"]
    print(duckdb.sql(f"SELECT category, city, count(*) FROM {table} GROUP BY ALL ORDER BY ALL"))


_TABLES = {
    "exported.csv": "read_csv('exported.csv', all_varchar = true)",
    "exported.json": "read_json('exported.json')",
}

if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
