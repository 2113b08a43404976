"""Measure every command beside its peers, in one run, as ratios.

    python benchmarks/run.py [--large] [--rounds N]

Start-up is compared with a bare Typer program that prints one Rich table (`bare.py`), registries
of 10,000 and, with --large, 100,000 members with pandas (`frame.py`, `read_frame.py`) and with
`recsel` and `recfix` of GNU recutils where they are installed.  What counts is the least wall time
of some rounds, the programs taking turns.
"""

import argparse
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from registries import write, write_recfile

_HERE = Path(__file__).parent
_ALLIANCE = (sys.executable, "-m", "alliance_cli")
_ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "ALLIANCE_LANG": "en", "TERM": "xterm"}

Command = Sequence[str | Path]


def seconds(command: Command, folder: Path, *, terminal: bool) -> tuple[float, int]:
    """The wall time of one run, and its greatest memory in MB."""
    start = time.perf_counter()
    process = _start_on_terminal(command, folder) if terminal else _start(command, folder)
    _, status, usage = os.wait4(process, 0)
    taken = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        print(f"  failed: {' '.join(map(str, command))}", file=sys.stderr)
    return taken, usage.ru_maxrss // 1024


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


def compare(
    title: str,
    commands: dict[str, Command],
    folder: Path,
    rounds: int,
    *,
    terminal: Sequence[str] = (),
) -> None:
    """Measure `commands` in turns and print each as a ratio to the first."""
    best: dict[str, tuple[float, int]] = {}
    registry = folder / "members.toml"
    unchanged = registry.read_bytes()
    for _ in range(rounds):
        for name, command in commands.items():
            for leftover in ("out.csv", "out.xlsx"):
                (folder / leftover).unlink(missing_ok=True)
            registry.write_bytes(unchanged)
            run = seconds(command, folder, terminal=name in terminal)
            best[name] = min(best.get(name, run), run)
    print(f"\n{title}")
    base = next(iter(best.values()))[0]
    for name, (taken, memory) in best.items():
        print(f"  {name:<34}{taken:8.3f} s {taken / base:8.2f} x {memory:6d} MB")


def main() -> None:
    """Run the comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="100,000 members too")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(folder, arguments.rounds)
        sizes = [10_000, 100_000] if arguments.large else [10_000]
        for count in sizes:
            against_peers(folder, count, 3 if count == 10_000 else 1)


def start_up(folder: Path, rounds: int) -> None:
    """Every command on 137 members, against the bare program."""
    write(folder / "members.toml", 137)
    commands: dict[str, Command] = {
        "bare Typer and Rich table": [sys.executable, _HERE / "bare.py"],
        "list, on a terminal": [*_ALLIANCE, "list"],
        "filter, on a terminal": [*_ALLIANCE, "filter", "parts"],
        "show, on a terminal": [*_ALLIANCE, "show", "M000100"],
        "list, piped": [*_ALLIANCE, "list"],
        "list -f json": [*_ALLIANCE, "list", "-f", "json"],
        "validate": [*_ALLIANCE, "validate"],
        "schema": [*_ALLIANCE, "schema"],
        "add --dry-run": [*_ALLIANCE, "add", "--name=新会员", "--category=parts", "--dry-run"],
        "edit one member": [*_ALLIANCE, "edit", "M000100", "--set", "city=恩施"],
        "export out.csv": [*_ALLIANCE, "export", "out.csv"],
        "export out.xlsx": [*_ALLIANCE, "export", "out.xlsx"],
    }
    on_terminal = [name for name in commands if name.endswith("on a terminal")]
    compare("137 members", commands, folder, rounds, terminal=on_terminal)


def against_peers(folder: Path, count: int, rounds: int) -> None:
    """The commands that read everything, against recutils where it is installed."""
    write(folder / "members.toml", count)
    for name in ("in.xlsx", "in.csv"):
        subprocess.run(
            [*_ALLIANCE, "export", name, "--force"], cwd=folder, check=True, env=_ENVIRONMENT
        )
    commands: dict[str, Command] = {
        "list, piped": [*_ALLIANCE, "list"],
        "filter to CSV": [*_ALLIANCE, "filter", "parts", "-f", "csv"],
        "validate": [*_ALLIANCE, "validate"],
        "export out.xlsx": [*_ALLIANCE, "export", "out.xlsx"],
        "export out.xlsx, all sheets": [
            *(*_ALLIANCE, "export", "out.xlsx", "--contacts", "--summary", "--by", "category")
        ],
        "pandas to_excel": [sys.executable, _HERE / "frame.py"],
        "import in.csv, preview": [*_ALLIANCE, "import", "in.csv"],
        "add --dry-run": [*_ALLIANCE, "add", "--name=新会员", "--category=parts", "--dry-run"],
        "edit one member": [*_ALLIANCE, "edit", "M000100", "--set", "city=恩施"],
        "edit the name of one member": [*_ALLIANCE, "edit", "M000100", "--set", "name=某厂"],
    }
    if count <= 10_000:
        # A larger workbook is refused.
        commands["import in.xlsx, preview"] = [*_ALLIANCE, "import", "in.xlsx"]
        for engine in ("calamine", "openpyxl"):
            reading: Command = [sys.executable, _HERE / "read_frame.py", engine]
            commands[f"pandas read_excel, {engine}"] = reading
    if shutil.which("recsel"):
        records = folder / "members.rec"
        write_recfile(records, count)
        pipe = f"recsel -e \"Category = 'parts'\" {records} | rec2csv"
        commands["recsel to CSV"] = ["sh", "-c", pipe]
        # Checking a key takes recfix quadratic time: minutes for 100,000 records.
        if count <= 10_000:
            commands["recfix --check"] = ["recfix", "--check", records]
        else:
            records.write_text(records.read_text(encoding="utf-8").replace("%key: Id\n", ""))
            commands["recfix --check, without a key"] = ["recfix", "--check", records]
    compare(f"{count:,} members", commands, folder, rounds)


main()
