"""Write the parts of the documentation that the program itself knows.

    python docs/generate.py

Help texts, the table of rules, the JSON Schema of the real registry and the picture of a terminal
come from the program; a test fails where one of them is out of date.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
_REGISTRY = ROOT / "data" / "members.toml"
_PARTS = re.compile(r"(<!-- (\w+): (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 80


def output_of(*arguments: str) -> str:
    """What a command prints, in English and for a width of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "alliance_cli", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={
            **os.environ,
            "ALLIANCE_LANG": "en",
            "COLUMNS": str(_WIDTH),
            "TERM": "dumb",
            "PYTHONUTF8": "1",
            "_TYPER_FORCE_DISABLE_TERMINAL": "1",
        },
    )
    return done.stdout


def help_of(command: str) -> str:
    """The help of a command, `alliance` itself for `alliance`."""
    arguments = [] if command == "alliance" else [command]
    return f"```text\n{output_of(*arguments, '--help')}```\n"


def rules(_: str) -> str:
    """The table of all rules."""
    from alliance_cli.members.findings import Rule

    lines = ["| code | severity | finds | 问题 |", "| --- | --- | --- | --- |"]
    lines += (
        f"| {rule.code} | {rule.severity} | {rule.title.english} | {rule.title.chinese} |"
        for rule in Rule
    )
    return "\n".join(lines) + "\n"


def fields(_: str) -> str:
    """The table of all fields."""
    from alliance_cli.members.fields import FIELDS

    lines = ["| key | heading | 表头 | meaning |", "| --- | --- | --- | --- |"]
    for field in FIELDS.values():
        needed = " **required**" if field.required else " *wanted*" if field.wanted else ""
        heading = field.heading
        lines.append(
            f"| `{field.key}` | {heading.english} | {heading.chinese} | "
            f"{field.help.english}{needed} |"
        )
    return "\n".join(lines) + "\n"


_MAKERS: dict[str, Callable[[str], str]] = {"help": help_of, "rules": rules, "fields": fields}


def regenerated(text: str) -> str:
    """A page with every generated part as it should be."""
    return _PARTS.sub(lambda part: part[1] + _MAKERS[part[2]](part[3]) + part[4], text)


def picture() -> str:
    """An SVG of what a terminal of 100 columns shows of the real registry."""
    import pty

    from rich.console import Console
    from rich.text import Text

    parent, child = pty.openpty()
    # A pseudo-terminal of its own width would need ioctl; Rich listens to COLUMNS as well.
    environment = {**os.environ, "ALLIANCE_LANG": "zh", "COLUMNS": "88", "TERM": "xterm-256color"}
    arguments = ["filter", "零部件企业", "大专院校"]
    with subprocess.Popen(
        [sys.executable, "-m", "alliance_cli", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=child,
        stdout=child,
        stderr=child,
    ):
        os.close(child)
        shown = b""
        try:
            while piece := os.read(parent, 65536):
                shown += piece
        except OSError:
            os.close(parent)
    console = Console(record=True, width=88, file=Path(os.devnull).open("w"))  # noqa: SIM115
    console.print(f"$ alliance {' '.join(arguments)}", style="bold", highlight=False)
    console.print(Text.from_ansi(shown.decode().replace("\r\n", "\n")))
    svg = console.export_svg(title="alliance", unique_id="alliance")
    # No font from elsewhere: a page that shows the picture fetches nothing.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def pages() -> dict[Path, str]:
    """Every page that has generated parts, as it should be."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    made = {path: regenerated(path.read_text(encoding="utf-8")) for path in found}
    made[_REGISTRY.with_suffix(".schema.json")] = output_of("schema", "-r", str(_REGISTRY))
    return made


def main() -> None:
    """Write whatever is out of date."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    if os.name == "posix":
        (ROOT / "docs" / "filter.svg").write_text(picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
