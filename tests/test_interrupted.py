"""What is said where a command is stopped: what is on the disk, and nothing else."""

import ast
import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from typer.testing import CliRunner

import alliance_cli
from alliance_cli.cli import app

from .conftest import SMALL

PACKAGE = Path(alliance_cli.__file__).parent
ROOMS = tuple(str(PACKAGE / room) for room in ("actions", "store", "ledger.py"))
UNTIDY = SMALL.replace("2019-05-28\ngroups", '"2019-05-28"\ngroups').replace('"东本"', '" 东本"')
EXPERT = '\n[[experts]]\nid = "E001"\nname = "李四"\nstatus = "appointed"\nappointed = 2025-01-01\n'
LIST = "名称,类别\n甲厂,parts\n乙厂,x\n"
NOTHING = "nothing was written"


class Stopped:
    """Runs a command, and raises an error at one of the lines of the rooms that write."""

    def __init__(self, error: type[BaseException], at: int, only: tuple[str, ...] = ROOMS) -> None:
        self.error = error
        self.left = at
        self.only = only
        self.lines = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(self.only) or code.co_name in ("begin", "open"):
            return None
        if event == "line":
            self.lines += 1
            self.left -= 1
            if self.left == 0:
                raise self.error
        return self

    def run(self, arguments: list[str]) -> tuple[int, str]:
        """The exit code, and the last line of what is said."""
        before = sys.gettrace()
        sys.settrace(self)
        try:
            result = CliRunner().invoke(app, arguments)
        finally:
            sys.settrace(before)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result.exit_code, (result.stderr.splitlines() or [""])[-1]


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder but those that the next writer sweeps."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".")
    }


def prepare(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    for name in ("first", "second", "third"):
        (folder / f"{name}.toml").write_text(UNTIDY, encoding="utf-8")
    (folder / "members.toml").write_text(SMALL + EXPERT, encoding="utf-8")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "old.csv").write_text("what was there before\n", encoding="utf-8")
    (folder / "old.json").write_text("{}\n", encoding="utf-8")


# Where an error comes right after a file was opened, nobody is left to close it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

COMMANDS = {
    "add": ["add", "--name=甲厂", "--category=parts"],
    "edit": ["edit", "M002", "--set=city=十堰"],
    "editor": ["edit", "M002", "--editor"],
    "withdraw": ["withdraw", "M002"],
    "reinstate": ["reinstate", "M003"],
    "remove": ["remove", "M002", "--yes"],
    "draw": ["expert", "draw", "1", "--on=2025-05-01", "--record"],
    "fix": ["validate", "--fix", "first.toml", "second.toml", "third.toml"],
    "fix one": ["validate", "--fix", "first.toml"],
    "import": ["import", "list.csv", "--apply", "--default=city=武汉", "--rejects=new.csv"],
    "force": ["import", "list.csv", "--apply", "--rejects=old.csv", "--force"],
    "preview": ["import", "list.csv", "--rejects=new.csv"],
    "export": ["export", "new.csv"],
    "again": ["export", "old.json", "--force"],
    "figures": ["stats", "--by=city", "--out=new.json"],
    "due": ["due", "--within=1y", "--out=new.csv"],
    "report": ["validate", "members.toml", "--output-file=old.json", "--output-file=new.sarif"],
    "init": [
        *("init", "new.toml", "--name=试点联盟", "--from=list.csv", "--gitignore"),
        *("--id-width=4", "--yes"),
    ],
    "both": ["validate", "--fix", "first.toml", "second.toml", "--output-file=new.sarif"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run commands in, with an editor that changes a city."""
    script = tmp_path / "tools" / "editor.sh"
    script.parent.mkdir()
    script.write_text('sed -i s/襄阳/十堰/ "$1"\n', encoding="utf-8")
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setenv("VISUAL", f"sh {script}")
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(folder: Path, name: str, error: type[BaseException], at: int) -> bool:
    """Stop a command there: its last line names what changed on the disk and nothing else."""
    prepare(folder)
    before = contents(folder)
    stopped = Stopped(error, at)
    code, line = stopped.run(COMMANDS[name])
    if stopped.left > 0:
        return False
    assert code == (130 if error is KeyboardInterrupt else 3), (at, line)
    after = contents(folder)
    changed = {each for each in after if after[each] != before.get(each)}
    assert set(before) <= set(after)
    for each in after:
        assert (each in line) == (each in changed), (at, line, changed)
    assert (NOTHING in line) == (not changed), (at, line, changed)
    if name == "fix" and changed:
        assert f"{len(changed)} of 3 files were repaired" in line
    if name in ("import", "force"):
        rejects = {"new.csv", "old.csv"} & changed
        assert bool(rejects) == ("members.toml" in changed), "both are there or neither"
    if name == "init":
        assert len(changed) in (0, 2), "with the registry comes its schema"
    if name == "editor" and not changed:
        for draft in (folder / "drafts").glob("*/member.toml"):
            assert "十堰" in draft.read_text(encoding="utf-8")
    return True


def lines_of(folder: Path, name: str, only: tuple[str, ...] = ROOMS) -> int:
    """How many lines of the rooms that write a command passes."""
    prepare(folder)
    Stopped(KeyboardInterrupt, 0, only).run(COMMANDS[name])  # what is imported once
    prepare(folder)
    counted = Stopped(KeyboardInterrupt, 0, only)
    counted.run(COMMANDS[name])
    return counted.lines


unix = pytest.mark.skipif(sys.platform == "win32", reason="an editor of Unix")


@unix
@pytest.mark.parametrize("name", COMMANDS)
def test_stopped_at_some_lines(name: str, folder: Path) -> None:
    # Half of the lines are those of the last of the file, where the renaming is.
    total = lines_of(folder, name)
    chosen = random.Random(name)
    late = [total - chosen.randrange(min(total, 60)) for _ in range(5)]
    points = [*late, *(chosen.randrange(1, total) for _ in range(2))]
    for number, at in enumerate(points):
        error = KeyboardInterrupt if number % 3 else MemoryError
        check(folder, name, error, at)


@unix
@pytest.mark.long
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("name", COMMANDS)
def test_stopped_at_every_line(name: str, error: type[BaseException], folder: Path) -> None:
    total = lines_of(folder, name)
    stopped = sum(check(folder, name, error, at) for at in range(1, total + 1))
    assert stopped > total * 0.95


@unix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ended_from_outside(name: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{each:03}.toml" for each in range(200)]
    for path in paths:
        path.write_text(UNTIDY, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "alliance_cli", "validate", "--fix", *(p.name for p in paths)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
        text=True,
    )
    while process.poll() is None and paths[3].read_text(encoding="utf-8") == UNTIDY:
        time.sleep(0.001)
    process.send_signal(getattr(signal, name))
    line = process.communicate()[1].splitlines()[-1]
    changed = [path.name for path in paths if path.read_text(encoding="utf-8") != UNTIDY]
    assert process.returncode == 130, line
    assert f"interrupted; {len(changed)} of 200 files were repaired: 000.toml, " in line


_EDITOR = """\
import pathlib, sys, time
draft, ready = map(pathlib.Path, (sys.argv[2], sys.argv[1]))
if {writes}:
    draft.write_text(draft.read_text("utf-8").replace("武汉", "荆州"), "utf-8")
if {saves}:
    draft.with_name(".member.toml.swp").write_text("荆州", "utf-8")
ready.write_text("")
time.sleep(60)
"""


@unix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    ("writes", "saves", "kept"),
    [(True, False, "/member.toml"), (False, True, ""), (False, False, None)],
    ids=["written", "saved by the editor", "nothing"],
)
def test_a_draft_is_told_of_or_goes(
    writes: bool, saves: bool, kept: str | None, name: str, tmp_path: Path
) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "editor.py").write_text(
        _EDITOR.format(writes=writes, saves=saves), encoding="utf-8"
    )
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    ready = tmp_path / "ready"
    process = subprocess.Popen(
        [sys.executable, "-m", "alliance_cli", "edit", "M001", "--editor"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONUTF8": "1",
            "TMPDIR": str(drafts),
            "EDITOR": f"{sys.executable} {tmp_path / 'editor.py'} {ready}",
        },
        text=True,
    )
    while process.poll() is None and not ready.exists():
        time.sleep(0.01)
    for _ in range(2):
        # A system that shuts down is not content with one.
        process.send_signal(getattr(signal, name))
    told = process.communicate()[1]
    assert process.returncode == 130, told
    assert "interrupted; nothing was written" in told
    left = [*drafts.iterdir()]
    if kept is None:
        assert not left
        assert "your text is kept" not in told
    else:
        assert f"your text is kept in {left[0]}{kept}\n" in told
        assert "荆州" in "".join(each.read_text(encoding="utf-8") for each in left[0].iterdir())
    assert (tmp_path / "members.toml").read_text(encoding="utf-8") == SMALL


@unix
def test_what_is_to_outlive_the_terminal_does(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    script = (
        "import os, signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from alliance_cli.cli import app, main\n"
        "import alliance_cli.cli as cli\n"
        "cli.app = lambda: os.kill(os.getpid(), signal.SIGHUP) or print('on')\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "on\n")


def test_actions_and_domain_print_nothing() -> None:
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if room in ("views", "commands", "cli.py", "options.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "input"), path
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in {("sys", "stdout"), ("sys", "stderr")}, (
                    path
                )
            if isinstance(node, ast.ImportFrom):
                assert "views" not in (node.module or "").split("."), path


def test_rejects_that_were_there_come_back(folder: Path) -> None:
    prepare(folder)
    (folder / "list.csv").write_text("名称,类别\n湖北骆驼集团,parts\n乙厂,x\n", encoding="utf-8")
    before = contents(folder)
    arguments = ["import", "list.csv", "--apply", "--rejects=old.csv", "--force"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert contents(folder) == before


def test_a_preview_writes_rejects_and_says_so(folder: Path) -> None:
    prepare(folder)
    before = contents(folder)
    result = CliRunner().invoke(app, ["import", "list.csv", "--rejects=new.csv"])
    assert result.exit_code == 1
    after = contents(folder)
    assert {each for each in after if after[each] != before.get(each)} == {"new.csv"}
    assert "1 rows set aside in new.csv\n" in result.stderr
    assert "nothing was written" not in result.stderr


def test_an_error_after_something_was_written_says_so(folder: Path) -> None:
    prepare(folder)
    arguments = ["validate", "--fix", "first.toml", "--output-file=json=none/r.json"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 3
    assert "none/r.json: cannot be written: " in result.stderr
    assert result.stderr.endswith("(first.toml was written)\n")


def test_an_error_that_comes_of_no_file_blames_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    prepare(folder)
    monkeypatch.setattr("alliance_cli.store.editor.Path.write_bytes", fail)
    result = CliRunner().invoke(app, COMMANDS["editor"])
    assert result.exit_code == 3
    assert re.fullmatch(
        r"alliance: \S+member\.toml: cannot be written: No space left on device "
        r"\(nothing was written\)\n",
        result.stderr,
    )
    monkeypatch.setattr("socket.gethostname", fail)
    result = CliRunner().invoke(app, COMMANDS["edit"])
    expected = "cannot be written: No space left on device (nothing was changed)\n"
    assert result.stderr.endswith(expected)
    monkeypatch.setattr("alliance_cli.actions.write.load", fail)
    result = CliRunner().invoke(app, [*COMMANDS["edit"], "--dry-run"])
    expected = "alliance: the system refuses: No space left on device (nothing was written)\n"
    assert result.stderr == expected
