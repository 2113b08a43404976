"""The least that a command with a table can cost: Typer, and one Rich table of 137 rows."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def main(rows: int = 137) -> None:
    """Print a table."""
    table = Table()
    for heading in ("ID", "Name", "Category", "City", "Joined"):
        table.add_column(heading)
    for number in range(rows):
        table.add_row(
            f"M{number:03}", "湖北省汽车产业技术创新联盟", "整车企业", "武汉", "2019-05-28"
        )
    Console().print(table)


app()
