"""Measure every command beside its peers, in one run, as ratios.

    python benchmarks/run.py [--large] [--rounds N] [--peers FOLDER]

Start-up is compared with a bare Typer program that prints one Rich table (`bare.py`), registries of
10,000 and, with --large, 100,000 members with peers that do the same work (`peers.py`): pandas, and
those of the following that are found on the PATH or among the programs of an environment.

    python -m venv peers
    peers/bin/pip install check-jsonschema taplo frictionless tomlkit sqlite-utils duckdb
    apt install recutils
    python benchmarks/run.py --peers peers/bin

A peer that cannot read the registry gets an export of it, whose making is not counted.  What counts
is the least processor time of some rounds, the commands of a group taking turns; the ratios are to
the first of the group.
"""

import argparse
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from registries import write, write_recfile, write_table_schema

_HERE = Path(__file__).parent
_ALLIANCE = (sys.executable, "-m", "alliance_cli")
_ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "ALLIANCE_LANG": "en", "TERM": "xterm"}

Command = Sequence[str | Path]
Group = dict[str, Command]


class Cost(NamedTuple):
    """What a run took: the seconds of processors, those that passed, the most memory in MB."""

    processors: float
    passed: float
    memory: int


def cost(command: Command, folder: Path, *, terminal: bool) -> Cost:
    """What one run of a command takes."""
    start = time.perf_counter()
    process = _start_on_terminal(command, folder) if terminal else _start(command, folder)
    _, status, usage = os.wait4(process, 0)
    passed = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        print(f"  failed: {' '.join(map(str, command))}", file=sys.stderr)
    return Cost(usage.ru_utime + usage.ru_stime, passed, usage.ru_maxrss // 1024)


def _start(command: Command, folder: Path) -> int:
    return subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).pid


def _start_on_terminal(command: Command, folder: Path) -> int:
    """Run on a terminal of 100 columns whose screen is thrown away."""
    import fcntl
    import struct
    import termios
    import threading

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    process = subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdin=child, stdout=child, stderr=child
    )
    os.close(child)

    def drain() -> None:
        try:
            while os.read(parent, 65536):
                pass
        except OSError:
            os.close(parent)

    threading.Thread(target=drain, daemon=True).start()
    return process.pid


def compare(commands: Group, folder: Path, rounds: int, *, terminal: Sequence[str] = ()) -> None:
    """Measure `commands` in turns and print each as a ratio to the first."""
    best: dict[str, Cost] = {}
    unchanged = {path: path.read_bytes() for path in folder.glob("members.*")}
    for _ in range(rounds):
        for name, command in commands.items():
            for leftover in folder.glob("out.*"):
                leftover.unlink()
            for path, content in unchanged.items():
                path.write_bytes(content)
            run = cost(command, folder, terminal=name in terminal)
            best[name] = min(best.get(name, run), run)
    base = next(iter(best.values())).processors
    for name, (processors, passed, memory) in best.items():
        ratio = processors / base
        print(f"  {name:<46}{processors:8.3f} s{ratio:8.2f} x{passed:9.3f} s{memory:6d} MB")


def main() -> None:
    """Run the comparisons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="100,000 members too")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", type=Path, help="the programs of an environment with peers")
    arguments = parser.parse_args()
    peers = Peers(arguments.peers)
    print(f"{'':<48}processors     ratio     passed   memory")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("137 members")
        start_up(folder, arguments.rounds)
        sizes = [10_000, 100_000] if arguments.large else [10_000]
        for count in sizes:
            prepare(folder, count)
            print(f"\n{count:,} members")
            for group in groups(folder, count, peers):
                compare(group, folder, 3 if count == 10_000 else 1)


_ADD = (*_ALLIANCE, "add", "--name=新会员", "--category=parts", "--dry-run")
_EDIT = (*_ALLIANCE, "edit", "M000100", "--set", "city=恩施")


def start_up(folder: Path, rounds: int) -> None:
    """Every command on 137 members, against the bare program."""
    write(folder / "members.toml", 137)
    commands: Group = {
        "bare Typer and Rich table": [sys.executable, _HERE / "bare.py"],
        "list, on a terminal": [*_ALLIANCE, "list"],
        "filter, on a terminal": [*_ALLIANCE, "filter", "parts"],
        "show, on a terminal": [*_ALLIANCE, "show", "M000100"],
        "list, piped": [*_ALLIANCE, "list"],
        "list -f json": [*_ALLIANCE, "list", "-f", "json"],
        "validate": [*_ALLIANCE, "validate"],
        "schema": [*_ALLIANCE, "schema"],
        "stats": [*_ALLIANCE, "stats"],
        "add --dry-run": _ADD,
        "edit one member": _EDIT,
        "export out.csv": [*_ALLIANCE, "export", "out.csv"],
        "export out.xlsx": [*_ALLIANCE, "export", "out.xlsx"],
    }
    on_terminal = [name for name in commands if name.endswith("on a terminal")]
    compare(commands, folder, rounds, terminal=on_terminal)


def prepare(folder: Path, count: int) -> None:
    """A registry of so many members, and what those read who cannot read that."""
    for leftover in folder.iterdir():
        leftover.unlink()
    write(folder / "members.toml", count)
    write_recfile(folder / "members.rec", count)
    keys = ("--headings", "keys", "--encoding", "utf-8")
    for export in (["in.xlsx"], ["in.csv"], ["exported.csv", *keys], ["exported.json"]):
        _output(folder, "export", *export)
    schema = _output(folder, "schema")
    (folder / "schema.json").write_bytes(schema)
    write_table_schema(folder / "table.json", schema)


def _output(folder: Path, *arguments: str) -> bytes:
    command = [*_ALLIANCE, *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, env=_ENVIRONMENT, capture_output=True
    ).stdout


class Peers:
    """The programs and libraries that are there, those of the folder first."""

    def __init__(self, folder: Path | None) -> None:
        folders = [str(folder.absolute())] if folder else []
        self._path = os.pathsep.join([*folders, *os.get_exec_path()])
        self._python = shutil.which("python", path=self._path) or sys.executable

    def program(self, name: str, *arguments: str) -> Command | None:
        """A command of a program, or None where it is not there."""
        found = shutil.which(name, path=self._path)
        return [found, *arguments] if found else None

    def library(self, name: str, *arguments: str) -> Command | None:
        """A peer of `peers.py` whose library is called as the first word of its name."""
        library = name.partition("_")[0]
        for python in (sys.executable, self._python):
            if not subprocess.run(
                [python, "-c", f"import {library}"], check=False, capture_output=True
            ).returncode:
                return [python, _HERE / "peers.py", name, *arguments]
        return None


_CHOSEN = "select * from exported where category = 'parts'"


def groups(folder: Path, count: int, peers: Peers) -> Iterator[Group]:
    """The commands that read everything, each with those that do the same work."""
    few = count <= 10_000
    setting = ("-e", "Id = 'M000100'", "-f", "City", "-s", "恩施", "members.rec")
    # They would take minutes for more; the key of recutils takes a time that grows with the square.
    slow = {
        "check-jsonschema, by the exported schema": peers.program(
            "check-jsonschema", "--schemafile", "schema.json", "members.toml"
        ),
        "frictionless validate, of the exported CSV": peers.program(
            "frictionless", "validate", "exported.csv", "--schema", "table.json"
        ),
        "recfix --check, of a recfile": peers.program("recfix", "--check", "members.rec"),
    }
    yield _group([*_ALLIANCE, "list"], "list, piped")
    yield _group(
        [*_ALLIANCE, "filter", "parts", "-f", "csv"],
        "filter to CSV",
        {
            "recsel, of a recfile, to CSV": peers.program("recsel")
            and ["sh", "-c", "recsel -e \"Category = 'parts'\" members.rec | rec2csv"],
            "duckdb, of the exported CSV": peers.library("duckdb_filter", "exported.csv"),
            "duckdb, of the exported JSON": peers.library("duckdb_filter", "exported.json"),
            "sqlite-utils memory, of the exported JSON": peers.program(
                "sqlite-utils", "memory", "exported.json", _CHOSEN, "--csv"
            ),
        },
    )
    yield _group(
        [*_ALLIANCE, "stats", "--by", "category,city"],
        "stats --by category,city",
        {"duckdb, of the exported CSV": peers.library("duckdb_count")},
    )
    yield _group(
        [*_ALLIANCE, "validate"],
        "validate",
        {
            "taplo lint, by the exported schema": peers.program(
                "taplo", "lint", "--schema", (folder / "schema.json").as_uri(), "members.toml"
            ),
            **(slow if few else {}),
        },
    )
    yield _group([*_ADD], "add --dry-run")
    yield _group(
        [*_EDIT],
        "edit one member",
        {
            "recset --force, which checks nothing": peers.program("recset", "--force", *setting),
            "recset, of a recfile": peers.program("recset", *setting) if few else None,
            "tomlkit": peers.library("tomlkit_edit") if few else None,
        },
    )
    yield _group(
        [*_ALLIANCE, "edit", "M000100", "--set", "name=某厂"], "edit the name of one member"
    )
    yield _group(
        [*_ALLIANCE, "export", "out.csv"],
        "export out.csv",
        {"pandas to_csv": peers.library("pandas_to_csv")},
    )
    yield _group(
        [*_ALLIANCE, "export", "out.xlsx"],
        "export out.xlsx",
        {"pandas to_excel, bare cells": peers.library("pandas_to_excel")},
    )
    every_sheet = ("--contacts", "--summary", "--by", "category")
    yield _group([*_ALLIANCE, "export", "out.xlsx", *every_sheet], "export out.xlsx, all sheets")
    yield _group(
        [*_ALLIANCE, "export", "out.sqlite"],
        "export out.sqlite",
        {
            "sqlite-utils insert, of the exported JSON": peers.program(
                "sqlite-utils", "insert", "out.db", "members", "exported.json", "--pk", "id"
            )
        },
    )
    yield _group([*_ALLIANCE, "import", "in.csv"], "import in.csv, preview")
    yield _group(
        [*_ALLIANCE, "import", "in.xlsx"],
        "import in.xlsx, preview",
        {
            f"pandas read_excel, {engine}": peers.library("pandas_read_excel", engine)
            for engine in ("calamine", "openpyxl")
        },
    )


def _group(command: Command, name: str, peers: Mapping[str, Command | None] | None = None) -> Group:
    """A command and those of its peers that are there."""
    there = {f"  {peer}": found for peer, found in (peers or {}).items() if found}
    return {name: command, **there}


main()
