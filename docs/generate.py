"""Write the parts of the documentation that the program itself knows.

    python docs/generate.py

Help texts, the table of rules, the JSON Schema of the real registry and the picture of a terminal
come from the program, and `constraints.txt` comes from `requirements.txt`; a test fails where one
of them is out of date.
"""

import functools
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rich.cells import cell_len

from alliance_cli.commands import COMMANDS, commands_of
from alliance_cli.kinds.known import KINDS

ROOT = Path(__file__).parent.parent
_REGISTRY = ROOT / "data" / "members.toml"
_PARTS = re.compile(r"(<!-- (\w+): (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_RUNS = re.compile(r"[\u2e80-\uffff]+|[^\s\u2e80-\uffff]+(?: [^\s\u2e80-\uffff]+)*")
_WIDTH = 80


# Prints, as JSON, what each command of a list prints; one process is quicker than one for each.
_EVERY_OUTPUT = """
import contextlib, io, json, sys
from alliance_cli.cli import app

def said(arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        app(arguments)
    return out.getvalue()

json.dump([said(each) for each in json.loads(sys.argv[1])], sys.stdout)
"""


def outputs_of(commands: list[list[str]]) -> list[str]:
    """What each command prints, in English and for a width of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-c", _EVERY_OUTPUT, json.dumps(commands)],
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
    found: list[str] = json.loads(done.stdout)
    return found


@functools.cache
def every_help() -> dict[str, str]:
    """The help of every command, by the words for it; that of `alliance` itself by `alliance`."""
    words = ["alliance", *COMMANDS]
    for kind in KINDS.values():
        words += (" ".join((*kind.command, name)) for name in commands_of(kind) if kind.command)
    commands = [[] if each == "alliance" else each.split() for each in words]
    texts = outputs_of([[*each, "--help"] for each in commands])
    return dict(zip(words, texts, strict=True))


def help_of(command: str) -> str:
    """The help of a command, `alliance` itself for `alliance`."""
    return f"```text\n{every_help()[command]}```\n"


def rules(_: str) -> str:
    """The table of all rules."""
    from alliance_cli.checks.catalogue import every_rule

    lines = ["| code | severity | finds | 问题 |", "| --- | --- | --- | --- |"]
    lines += (
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {rule.title.english} | "
        f"{rule.title.chinese} |"
        for rule in every_rule().values()
    )
    return "\n".join(lines) + "\n"


def explanations(_: str) -> str:
    """A part for each rule: why it is there, and its examples."""
    from alliance_cli.checks.catalogue import every_rule

    parts = []
    for rule in every_rule().values():
        part = [f"## {rule.code}", "", f"**{rule.title.english}** · {rule.title.chinese}", ""]
        part += [rule.reason.english, "", rule.reason.chinese, ""]
        for heading, example in (
            ("Breaks it · 不符合", rule.bad),
            ("Follows it · 符合", rule.good),
        ):
            if example:
                shown = repr(example)[1:] if isinstance(example, bytes) else example.rstrip()
                part += [f"{heading}:", "", "```toml", shown, "```", ""]
        parts.append("\n".join(part))
    return "\n".join(parts)


def fields(_: str) -> str:
    """The tables of all fields of the program."""
    from alliance_cli.exchange.field_page import field_page

    return "".join(field_page(KINDS))


_MAKERS: dict[str, Callable[[str], str]] = {
    "help": help_of,
    "rules": rules,
    "explanations": explanations,
    "fields": fields,
}


def regenerated(text: str) -> str:
    """A page with every generated part as it should be."""
    return _PARTS.sub(lambda part: part[1] + _MAKERS[part[2]](part[3]) + part[4], text)


def picture() -> str:
    """An SVG of what a terminal of 88 columns shows of the real registry."""
    import pty

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
    screen = _ESCAPES.sub("", shown.decode()).replace("\r\n", "\n").rstrip("\n")
    return _svg([f"$ alliance {' '.join(arguments)}", *screen.split("\n")])


_CELL, _LINE, _MARGIN = 8.4, 20, 14
_FONTS = "Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace"


def _svg(lines: list[str]) -> str:
    """Lines of a terminal, every run of wide or narrow characters at its own column."""
    width = max(map(cell_len, lines)) * _CELL + 2 * _MARGIN
    height = len(lines) * _LINE + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}">',
        f'<rect width="{width:.0f}" height="{height}" rx="8" fill="#1e1e1e"/>',
        f'<g fill="#d4d4d4" font-size="14" font-family="{_FONTS}">',
    ]
    for number, line in enumerate(lines):
        y = _MARGIN + number * _LINE + 14
        weight = ' font-weight="bold" fill="#ffffff"' if number < 2 else ""
        for run in _RUNS.finditer(line):
            x = _MARGIN + cell_len(line[: run.start()]) * _CELL
            length = cell_len(run.group()) * _CELL
            place = f'x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
            parts.append(f"<text {place}{weight}>{html.escape(run.group())}</text>")
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def constraints() -> str:
    """The releases of `requirements.txt`, without hashes."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    releases = [line.removesuffix(" \\") for line in lines if line[0].isalpha()]
    return "\n".join(["# From requirements.txt, by docs/generate.py.", *releases, ""])


def pages() -> dict[Path, str]:
    """Every file that is generated or has generated parts, as it should be."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    made = {path: regenerated(path.read_text(encoding="utf-8")) for path in found}
    made[ROOT / "constraints.txt"] = constraints()
    (schema,) = outputs_of([["schema", "-r", str(_REGISTRY)]])
    made[_REGISTRY.with_suffix(".schema.json")] = schema
    return made


def main() -> None:
    """Write whatever is out of date."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    if os.name == "posix":
        (ROOT / "docs" / "filter.svg").write_text(picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
