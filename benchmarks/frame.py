"""The peer of `export out.xlsx`: the same values, read and written by pandas with XlsxWriter."""

from pathlib import Path

import pandas
import tomli


def main() -> None:
    """Write the members of the registry in this folder to `out.xlsx`."""
    data = tomli.loads(Path("members.toml").read_text(encoding="utf-8"))
    frame = pandas.json_normalize(data["members"]).drop(columns="contacts")
    for column in frame.columns[frame.map(lambda value: isinstance(value, list)).any()]:
        frame[column] = frame[column].str.join("、")
    frame.to_excel("out.xlsx", engine="xlsxwriter", index=False)


main()
