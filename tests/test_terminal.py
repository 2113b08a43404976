"""What a person sees on a terminal, through a pseudo-terminal of a given width."""

import codecs
import os
import re
import select
import struct
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from alliance_cli.language import Wording
from alliance_cli.registry import query
from alliance_cli.registry.shown import Shown
from alliance_cli.store.load import load
from alliance_cli.views.table import print_table

from .conftest import REAL_REGISTRY, SMALL

fcntl = pytest.importorskip("fcntl", reason="pseudo-terminals are of Unix")
pty = pytest.importorskip("pty", reason="pseudo-terminals are of Unix")
termios = pytest.importorskip("termios", reason="pseudo-terminals are of Unix")


_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PROMPT = re.compile(
    r"(> |\[Y/n\] |\[y/N\] |(?:give up|放弃).*\] |(?:correct|修改|回车为[是否])\] )$"
)


def _sleeps(process: int) -> bool:
    """Whether a process waits for something, which after a prompt is the answer."""
    told = Path(f"/proc/{process}/stat")
    if told.exists():
        state = told.read_text(encoding="utf-8").rpartition(") ")[2]
    else:
        command = ["ps", "-o", "stat=", "-p", str(process)]
        state = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return not state.startswith(("R", "D"))


def on_terminal(
    *arguments: str,
    folder: Path,
    width: int = 80,
    typed: Sequence[str | Callable[[], str]] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run a command on a terminal, typing a line at each prompt; gives exit code and screen."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    inherited = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "TERM")}
    process = subprocess.Popen(
        [sys.executable, "-m", "alliance_cli", *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        cwd=folder,
        env={**inherited, "TERM": "xterm", "PYTHONUTF8": "1", **(environment or {})},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread
    )
    os.close(child)
    waiting = list(typed)
    screen = ""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while select.select([parent], [], [], 20)[0]:
        try:
            piece = os.read(parent, 65536)
        except OSError:
            break
        screen = _ESCAPES.sub("", screen + decoder.decode(piece)).replace("\r\n", "\n")
        if waiting and _PROMPT.search(screen):
            while waiting[0] in ("\x03", "\x04") and not _sleeps(process.pid):
                # A key that interrupts is for a program that waits for it already.
                time.sleep(0.01)
            line = waiting.pop(0)
            os.write(parent, (line if isinstance(line, str) else line()).encode())
    os.close(parent)
    return process.wait(20), screen


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_a_table_fits_the_terminal(width: int, tmp_path: Path) -> None:
    code, screen = on_terminal("list", "-r", str(REAL_REGISTRY), width=width, folder=tmp_path)
    assert code == 0
    lines = screen.splitlines()
    assert all(cell_len(line) <= width for line in lines), screen
    for number in range(1, 37):
        assert f"M{number:03}" in screen
    assert "36 of 36 members (137 declared)" in screen
    assert ("left out:" in " ".join(screen.split())) == (width < 100)


def test_a_table_fits_every_width_and_folds_only_when_it_must(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry = load(REAL_REGISTRY).registry
    roster = query.select(registry, registry.kinds["members"], query.Selection(limit=4))
    monkeypatch.setenv("TERM", "xterm")
    for width in range(24, 130):
        monkeypatch.setenv("COLUMNS", str(width))
        print_table(roster, Shown(registry, Wording.CHINESE), terminal=True)
        lines = _ESCAPES.sub("", capsys.readouterr().out).splitlines()
        end = next(number for number, line in enumerate(lines) if line.startswith("4 of"))
        table, caption = lines[:end], " ".join(" ".join(lines[end:]).split())
        assert all(cell_len(line) <= width for line in table), (width, table)
        if width >= 62:
            # Every column that is shown fits without folding: a heading, a rule and four members.
            assert len(table) == 6, (width, table)
        assert ("left out" in caption) == (width < 90), (width, caption)


def test_a_long_table_gives_up_columns_and_stays_plain(tmp_path: Path) -> None:
    member = '[[members]]\nid = "M{}"\nname = "{}"\ncategory = "x"\ncity = "武汉"\n'
    text = "".join(member.format(number, "长" * 36) for number in range(305))
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    _, screen = on_terminal("list", folder=tmp_path)
    lines = screen.splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    assert "left out: " in screen
    assert len(lines) == 1 + 305 + 1


def test_columns_are_aligned(tmp_path: Path) -> None:
    _, screen = on_terminal("list", "-r", str(REAL_REGISTRY), width=100, folder=tmp_path)
    head, _, *rows = screen.splitlines()
    place = cell_len(head[: head.index("City")])
    for row in rows[:36]:
        for city in ("武汉", "十堰", "襄阳", "随州"):
            if f" {city} " in row:
                assert cell_len(row[: row.index(f" {city} ") + 1]) == place, row


def test_headings_follow_the_language(tmp_path: Path) -> None:
    registry = str(REAL_REGISTRY)
    for variable in ("ALLIANCE_LANG", "LC_ALL", "LANG"):
        environment = {"ALLIANCE_LANG": "", variable: "zh_CN.UTF-8"}
        _, screen = on_terminal("list", "-r", registry, folder=tmp_path, environment=environment)
        assert "单位名称" in screen
        assert "显示 36 家" in screen


def test_chosen_columns_fold_before_they_go(tmp_path: Path) -> None:
    columns = "id,name,registered_name,source"
    _, screen = on_terminal(
        "list", "-r", str(REAL_REGISTRY), "--columns", columns, width=60, folder=tmp_path
    )
    assert "left out" not in screen
    assert all(cell_len(line) <= 60 for line in screen.splitlines())


def test_a_card_shows_the_place_of_the_member(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    code, screen = on_terminal("show", "东本", folder=tmp_path)
    assert code == 0
    assert "members.toml:18" in screen
    assert "138****0001" in screen


def test_add_asks_for_every_field_and_checks_the_answer_at_once(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    answers = [
        "东风 本田",  # is there already
        "新楚风汽车",
        "",  # registered name
        "楚风",
        "货车",  # no such category
        "1",
        "",  # level
        "123",  # no credit code
        "",
        "",  # legal representative
        "随州",
        "",  # address
        "",  # postcode
        "",  # website
        "",  # products
        "2019/5/28",
        "",  # note
        "王五",  # contact
        "经理",
        "123",  # no mobile number
        "13900000001",
        "",
        "",
        "是",
        "无",  # no more contacts
        "ok",  # neither yes nor no
        "y",
    ]
    code, screen = on_terminal("add", folder=tmp_path, typed=[f"{a}\n" for a in answers])
    assert code == 0, screen
    assert "! M001 东风本田 has this name already" in screen
    assert "货车 is not one of the choices" in screen
    assert "! a credit code has 18 characters, this has 3" in screen
    assert "expected is eleven digits" in screen
    assert registry.read_text(encoding="utf-8") == SMALL + (
        '\n[[members]]\nid = "M004"\nname = "新楚风汽车"\nshort_name = "楚风"\n'
        'category = "vehicle"\ncity = "随州"\njoined = 2019-05-28\n'
        '\n[[members.contacts]]\nname = "王五"\ntitle = "经理"\nmobile = "13900000001"\n'
        "primary = true\n"
    )


def test_add_asks_about_a_look_alike_and_shows_it(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    line = ["add", "--name", "旧车厂有限公司", "--category", "parts"]
    code, screen = on_terminal(*line, folder=tmp_path, typed=["s\n", "q\n"])
    assert code == 1, screen
    assert "M003 旧车厂 (left 2021-06-30) has a name much like this" in screen
    assert "alliance reinstate M003 makes it a member again" in screen
    assert "\n  City: 十堰\n" in screen
    assert registry.read_text(encoding="utf-8") == SMALL
    code, screen = on_terminal(*line, folder=tmp_path, typed=["y\n"])
    assert code == 0, screen
    assert 'name = "旧车厂有限公司"' in registry.read_text(encoding="utf-8")
    # There is nothing to ask where it is a member already.
    code, screen = on_terminal("add", "--name=旧车厂", "--category=parts", folder=tmp_path)
    assert code == 1, screen


@pytest.mark.parametrize(
    ("name", "answer", "former"),
    [("新车有限公司", "", ["旧车厂"]), ("新车有限公司", "n", None), ("旧汽车厂", "", None)],
)
def test_an_edit_asks_what_becomes_of_the_old_name(
    name: str, answer: str, former: list[str] | None, tmp_path: Path
) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    line = ["edit", "M003", "--set", f"name={name}"]
    code, screen = on_terminal(*line, folder=tmp_path, typed=[f"{answer}\n"])
    assert code == 0, screen
    assert "former name" in screen
    member = tomllib.loads(registry.read_text(encoding="utf-8"))["members"][2]
    assert (member["name"], member.get("former_names")) == (name, former)


def test_a_merge_tells_what_is_not_taken_and_asks(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    code, screen = on_terminal("merge", "M002", "M001", folder=tmp_path, typed=["n\n"])
    assert code == 1, screen
    assert "not taken from M002 骆驼集团股份有限公司:\n" in screen
    assert "\n  city: 武汉 / 襄阳\n" in screen
    assert registry.read_text(encoding="utf-8") == SMALL
    code, screen = on_terminal("merge", "M002", "M001", folder=tmp_path, typed=["y\n"])
    assert code == 0, screen


def test_who_types_a_number_sees_it_and_no_other(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    li = '\n[[members.contacts]]\nname = "李四"\nmobile = "13812340002"\nphone = "0719-8226555"\n'
    registry.write_text(SMALL.replace('example.com"\n', f'example.com"\n{li}', 1), "utf-8")
    line = ["edit", "M001", "--set", "contacts.张三.mobile=13912345678"]
    _, screen = on_terminal(*line, folder=tmp_path)
    assert "contacts.张三.mobile 138****0001 → 13912345678" in screen
    _, screen = on_terminal(
        "edit", "M001", "--append", "contacts=王五 13712345678", folder=tmp_path
    )
    assert "13712345678" in screen
    # A contact that is told as a whole has numbers that nobody typed.
    line = ["edit", "M001", "--drop", "contacts=张三", "--set", "contacts.李四.mobile=13612345678"]
    _, screen = on_terminal(*line, folder=tmp_path, width=300)
    assert "13612345678" in screen
    assert "0719-****6555" in screen
    for number in ("13912345678", "13812340002", "8226555", "87654321", "zhangsan"):
        assert number not in screen
    # Neither has what is piped or read by a program.
    _, screen = on_terminal(
        "edit", "M001", "--set=contacts.王五.phone=0719-8226777", "-f", "json", folder=tmp_path
    )
    assert "8226777" not in screen


def test_a_look_alike_is_asked_about_at_once(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    typed = ["谷城蓄电池厂\n", "r\n", "骆驼集团\n", "q\n"]
    code, screen = on_terminal("add", folder=tmp_path, typed=typed)
    assert code == 1, screen
    assert "! M002 骆驼集团股份有限公司 had this name before" in screen
    assert "! M002 骆驼集团股份有限公司 has a name much like this" in screen
    assert registry.read_text(encoding="utf-8") == SMALL


def test_answers_that_are_refused_together_can_be_corrected(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    given = ["--name=新楚风汽车", "--left=2021-01-01", "--status=active"]
    questions = ["", "", "1", *[""] * 11]
    typed = [*questions, "y", "left", "-", "y"]
    code, screen = on_terminal("add", *given, folder=tmp_path, typed=[f"{a}\n" for a in typed])
    assert code == 0, screen
    assert "error M404 left" in screen
    block = '\n[[members]]\nid = "M004"\nname = "新楚风汽车"\ncategory = "vehicle"\n'
    assert registry.read_text(encoding="utf-8") == SMALL + block + 'status = "active"\n'


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_add_can_be_given_up(key: str, tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    code, screen = on_terminal("add", folder=tmp_path, typed=["新厂家\n", key])
    assert code == 130, screen
    assert "Traceback" not in screen
    assert registry.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_terminal_that_lacks_characters_does_not_crash(encoding: str, tmp_path: Path) -> None:
    text = SMALL.replace("东风本田汽车", "𬭎汽车")
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    for arguments in (["list", "--columns", "all"], ["validate"], ["show", "M001"], ["show", "x"]):
        done = subprocess.run(
            [sys.executable, "-m", "alliance_cli", *arguments],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 2)
        done.stdout.decode(encoding)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    head = '[[members]]\nid = "M{}"\nname = "公司{}"\ncategory = "x"\n'
    text = "".join(head.replace("{}", str(n)) for n in range(5000))
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "alliance_cli", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is of Linux")
def test_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    for arguments in (["list"], ["export", "-"], ["validate"], ["--help"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "alliance_cli", *arguments],
                stdout=full,
                stderr=subprocess.PIPE,
                cwd=tmp_path,
                check=False,
            )
        assert done.returncode == 3
        assert (
            done.stderr == b"alliance: standard output: cannot be used: No space left on device\n"
        )


def test_a_closed_output_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    command = f"{sys.executable} -m alliance_cli list >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert done.stderr == b"alliance: standard output is closed\n"


def test_an_interview_survives_another_writer(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    other = '\n[[members]]\nid = "M004"\nname = "别的公司"\ncategory = "parts"\n'

    def somebody_else_writes() -> str:
        registry.write_text(SMALL + other, encoding="utf-8")
        return "y\n"

    typed = ["新楚风汽车\n", "\n", "\n", "parts\n", *["\n"] * 11]
    answers: list[str | Callable[[], str]] = [*typed, somebody_else_writes]
    code, screen = on_terminal("add", folder=tmp_path, typed=answers)
    assert code == 0, screen
    assert registry.read_text(encoding="utf-8") == SMALL + other + (
        '\n[[members]]\nid = "M005"\nname = "新楚风汽车"\ncategory = "parts"\n'
    )


def test_many_members_are_changed_after_a_yes(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    arguments = ("edit", "--all", "--set", "city=随州")
    for answer in ("\n", "n\n", "perhaps\n"):
        code, screen = on_terminal(*arguments, folder=tmp_path, typed=[answer, "no\n"])
        assert code == 1, screen
        assert "nothing was written" in screen
        assert registry.read_text(encoding="utf-8") == SMALL
    code, screen = on_terminal(*arguments, folder=tmp_path, typed=["\uff59\n"])
    assert code == 0
    assert screen == (
        "  M001 东风本田: city 武汉 → 随州\n"
        "  M002 骆驼集团股份有限公司: city 襄阳 → 随州\n"
        "  M003 旧车厂: city 十堰 → 随州\n"
        "Change these 3 members? [y/N] \uff59\n"
        "3 members changed in members.toml\n"
    )


def test_of_very_many_members_some_are_named(tmp_path: Path) -> None:
    member = '[[members]]\nid = "M{}"\nname = "{}号公司"\ncategory = "x"\n'
    text = "".join(member.replace("{}", str(number)) for number in range(100, 125))
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    _, screen = on_terminal("edit", "--all", "--set=city=x", folder=tmp_path, typed=["n\n"])
    assert "  M119 119号公司: city +x\n  and 5 more\nChange these 25 members?" in screen


def test_a_record_is_removed_after_a_yes(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    code, screen = on_terminal("remove", "M003", folder=tmp_path, typed=["\n"])
    assert code == 1
    assert registry.read_text(encoding="utf-8") == SMALL
    code, screen = on_terminal("remove", "M003", folder=tmp_path, typed=["y\n"])
    assert code == 0
    assert screen.startswith(
        "  M003 旧车厂\nDelete these records for good? [y/N] y\nM003 旧车厂 removed"
    )


def test_a_file_changed_while_a_person_thinks_is_left_alone(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")

    def somebody_else_writes() -> str:
        registry.write_text(SMALL + "# theirs\n", encoding="utf-8")
        return "y\n"

    code, screen = on_terminal("remove", "M003", folder=tmp_path, typed=[somebody_else_writes])
    assert code == 3
    assert "the file was changed by somebody else meanwhile" in screen
    assert registry.read_text(encoding="utf-8") == SMALL + "# theirs\n"


def test_what_an_editor_left_broken_is_edited_again_or_given_up(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    # Breaks what is whole, then mends what it broke, with a name that is like another.
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        "broken = text.replace('\"襄阳\"', '襄阳').replace('骆驼集团', '东风本田')\n"
        "text = broken if broken != text else text.replace('= 襄阳', '= \"十堰\"')\n"
        "path.write_text(text, 'utf-8')\n",
        encoding="utf-8",
    )
    environment = {"VISUAL": f"{sys.executable} {script}", "TMPDIR": str(tmp_path)}
    arguments = ("edit", "M002", "--editor")
    for letters in (["q\n"], ["e\n", "q\n"], ["x\n", "\x03"]):
        code, screen = on_terminal(
            *arguments, folder=tmp_path, typed=letters, environment=environment
        )
        assert code == (130 if "\x03" in letters else 1), screen
        assert "member.toml:6:8: error S102" in screen
        assert registry.read_text(encoding="utf-8") == SMALL
        # What a person wrote stays, unless it is given up.
        kept = list(tmp_path.glob("alliance-*/member.toml"))
        assert len(kept) == ("\x03" in letters)
        assert all(f"your text is kept in {file}" in screen.replace("\r\n", "") for file in kept)
    assert "What now? [e edit again, q give up]" in screen
    code, screen = on_terminal(
        *arguments, folder=tmp_path, typed=["e\n", "w\n"], environment=environment
    )
    assert code == 0, screen
    assert "member.toml:3:8: warning X504 name: M001 东风本田 has a name much like this" in screen
    assert "What now? [e edit again, q give up, w write all the same] w" in screen
    expected = SMALL.replace("骆驼集团", "东风本田").replace('"襄阳"', '"十堰"')
    assert registry.read_text(encoding="utf-8") == expected


def test_a_long_export_and_check_show_how_far_they_are(tmp_path: Path) -> None:
    member = '[[members]]\nid = "M{}"\nname = "公司{}"\ncategory = "x"\n'
    text = "".join(member.replace("{}", str(number)) for number in range(2000))
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    code, screen = on_terminal("export", "a.csv", folder=tmp_path)
    assert code == 0
    assert "\r 50 %\r 51 %" in screen
    assert screen.endswith("\r     \r2000 members written to a.csv\n")
    _, screen = on_terminal("validate", "--statistics", folder=tmp_path)
    assert "\r 50 %\r 51 %" in screen


def test_findings_show_the_line_that_they_are_about(tmp_path: Path) -> None:
    long = "部" * 60
    (tmp_path / "members.toml").write_text(
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = 1 # 类别\r\n'
        f'\tnote = ["{long}", "x", 2] # {long}\n'
        'address = "找张三 13812340001" # 13812340002\n'
        'contacts = [{ name = "a", mobile = "8730123" }]\n',
        encoding="utf-8",
        newline="",
    )
    code, screen = on_terminal("validate", folder=tmp_path)
    assert code == 1
    lines = screen.splitlines()
    quoted = [lines[n - 1 : n + 1] for n, line in enumerate(lines) if line.strip() == "^"]
    assert [
        cell_len(source[: source.index(at)]) for (source, _), at in zip(quoted, '1["', strict=True)
    ] == [len(mark) - 1 for _, mark in quoted]
    assert quoted[0][0] == "    category = 1 # 类别"
    assert quoted[1][0] == f'     note = ["{"部" * 22}…'
    assert quoted[2][0] == '    address = "找张三 138****0001" # 138****0002'
    assert "8730123" not in screen


def test_an_import_asks_what_a_heading_means_and_shows_a_table(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    lines = "单位名称,驻地,经办\n东风本田,荆州,小李\n骆驼集团股份有限公司,,\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    typed = ["towwn\n", "city\n", "\n", "n\n"]
    environment = {"ALLIANCE_LANG": "en"}
    code, screen = on_terminal(
        "import", "a.csv", folder=tmp_path, typed=typed, environment=environment
    )
    assert code == 0
    assert "What is the column 驻地? (荆州)" in screen
    assert "there is no field towwn" in screen
    assert "columns left out" not in screen
    table = screen[screen.index("outcome") :]
    assert [line.split() for line in table.splitlines()[:3:2]] == [
        ["outcome", "row", "member", "field", "before", "after"],
        ["changed", "2", "M001", "东风本田", "city", "武汉", "荆州"],
    ]
    assert screen[: -len(table)].endswith("1 changed, 1 unchanged\n")
    assert table.endswith("\nnothing was written; --apply writes it\n")
    assert (tmp_path / "members.toml").read_text(encoding="utf-8") == SMALL


def test_an_import_asks_once_which_choice_a_word_is(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    lines = "单位名称,类别\n甲厂,整车\n乙厂,整车\n丙大学,高校\n丁院,研究院\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    # Enter takes what is likely; without that it asks again; a name or a number chooses.
    typed = ["\n", "\n", "大专\n", "\n", "-\n", "n\n"]
    code, screen = on_terminal(
        "import", "a.csv", folder=tmp_path, typed=typed, environment={"ALLIANCE_LANG": "en"}
    )
    assert code == 1
    assert screen.count("Which one is it?") == 3
    assert "Category: 整车 (2 rows) is not one of the choices." in screen
    assert "Enter for 整车企业, - to leave it." in screen
    assert "A number or a name, - to leave it." in screen
    assert "Enter takes 大专院校" in screen
    assert "--map-value 'Category:研究院=CHOICE' says which it is" in " ".join(screen.split())
    assert "3 new, 1 refused" in screen


def test_what_a_person_said_of_a_list_is_asked_once(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    lines = "单位名称,类别,驻地,经办\n甲厂,整车,荆州,小李\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    environment = {"ALLIANCE_LANG": "en"}
    typed = ["city\n", "\n", "\n", "y\n"]
    code, screen = on_terminal(
        "import", "a.csv", folder=tmp_path, typed=typed, environment=environment
    )
    assert code == 0
    assert "整车, 驻地, 经办\nRemember them, and not ask next time? [y/N] y\n" in screen
    assert "nothing was written" in screen, "no member was"
    assert screen.endswith("remembered in members.toml: 整车, 驻地, 经办\n")
    kept = SMALL.replace('"整车企业"', '{ label = "整车企业", aliases = ["整车"] }').replace(
        '\n[[members]]\nid = "M001"',
        '\n[imports]\n"驻地" = "city"\n"经办" = ""\n\n[[members]]\nid = "M001"',
    )
    assert (tmp_path / "members.toml").read_text(encoding="utf-8") == kept
    code, screen = on_terminal(
        "import", "a.csv", "--apply", folder=tmp_path, environment=environment
    )
    assert code == 0
    assert "columns as remembered: 驻地 → city, 经办 → left out" in screen
    assert "M004 甲厂 added" in screen


def test_an_import_asks_whose_a_name_is(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    lines = "单位名称,类别,城市\n骆驼集团,零部件企业,随州\n东风本,整车企业,\n旧车,整车企业,\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    # Enter takes the one that is proposed, a word another one.
    typed = ["\n", "M009\n", "M001\n"]
    code, screen = on_terminal(
        "import", "a.csv", folder=tmp_path, typed=typed, environment={"ALLIANCE_LANG": "en"}
    )
    assert code == 0
    assert "骆驼集团 (row 2) is no member's name. Is it M002 骆驼集团股份有限公司?" in screen
    assert "东风本 (row 3)" in screen
    assert "there is no member M009" in screen
    assert "旧车 (row" not in screen, "two characters stand in too many names"
    assert "1 new, 1 changed, 1 unchanged" in screen


def test_the_questions_of_add_take_what_was_suggested(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    typed = ["新厂\n", *["\n"] * 2, "零部件\n", "\n", *["\n"] * 11, "y\n"]
    _, screen = on_terminal(
        "add", folder=tmp_path, typed=typed, environment={"ALLIANCE_LANG": "en"}
    )
    assert "did you mean 零部件企业?" in screen
    assert "Enter takes 零部件企业" in screen
    assert 'category = "parts"\n' in (tmp_path / "members.toml").read_text("utf-8").split("新厂")[1]


def test_what_takes_long_to_read_says_so(tmp_path: Path) -> None:
    member = '[[members]]\nid = "M{}"\nname = "公司{}"\ncategory = "x"\n'
    text = "".join(member.replace("{}", str(number)) for number in range(2000))
    (tmp_path / "members.toml").write_text(f"[categories]\nx = '甲'\n{text}", encoding="utf-8")
    _, screen = on_terminal("list", "--limit", "1", folder=tmp_path)
    assert screen.startswith("\r  0 %\r  1 %")
    assert "\r 99 %\r     \r" in screen
    rows = "".join(f"M{number},{'备' * 30_000}\n" for number in range(25))
    (tmp_path / "a.csv").write_text(f"id,备注\n{rows}", encoding="utf-8")
    _, screen = on_terminal("import", "a.csv", folder=tmp_path)
    assert "\r     \rreading the list …\r                  \r" in screen


def test_a_preview_on_a_narrow_terminal_is_stacked(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    lines = "id,所在市州,邮编\nM001,荆州,\nM002,,43\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    code, screen = on_terminal("import", "a.csv", folder=tmp_path, width=40)
    assert code == 1
    assert "changed  2  M001 东风本田\n    city  武汉 → 荆州\n" in screen
    assert "refused  3  M002 骆驼集团股份有限公司\n    F303 postcode" in screen


def check_that_an_import_shows_how_far_it_is(folder: Path, registry: str, rows: str) -> None:
    (folder / "members.toml").write_text(registry, encoding="utf-8")
    (folder / "a.csv").write_text("id,city\n" + rows, encoding="utf-8")
    code, screen = on_terminal("import", "a.csv", folder=folder)
    assert code == 0
    assert "\r 50 %\r 51 %" in screen
    assert "2000 " in screen


def test_a_long_import_shows_how_far_it_is(tmp_path: Path) -> None:
    head = '[categories]\nx = "甲"\n'
    member = '[[members]]\nid = "M{}"\nname = "公司{}"\ncategory = "x"\ncity = "武汉"\n'
    registry = head + "".join(member.replace("{}", str(number)) for number in range(2000))
    rows = "".join(f"M{number},武汉\n" for number in range(2000))
    check_that_an_import_shows_how_far_it_is(tmp_path, registry, rows)


@pytest.mark.long
def test_a_long_import_about_one_member_shows_how_far_it_is(tmp_path: Path) -> None:
    check_that_an_import_shows_how_far_it_is(tmp_path, SMALL, "M001,武汉\n" * 2000)


def test_the_questions_of_add_forgive(tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    code = "91420100177570439L"
    answers = [
        *("新车厂", "", "新车", "<", "<", "<", "新车一厂", "", "", "parts", "", ""),
        *(code, "n", "李总", "武汉", "", "", "", "", "", "", ""),
        *("", "1 x", "所在市州", "十堰", "4", "<", "y"),
    ]
    exit_code, screen = on_terminal(
        "add",
        folder=tmp_path,
        typed=[f"{a}\n" for a in answers],
        environment={"ALLIANCE_LANG": "zh"},
    )
    assert exit_code == 0, screen
    assert "直接回车保留 新车" in screen
    assert "确实填在“法定代表人”吗" in screen
    written = registry.read_text(encoding="utf-8").removeprefix(SMALL)
    assert 'name = "新车一厂"\n' in written
    assert 'legal_representative = "李总"\n' in written
    assert 'city = "十堰"\n' in written
    assert code not in written


@pytest.mark.parametrize("last", ["n\n", "\x03"])
def test_what_was_answered_can_be_given_again(tmp_path: Path, last: str) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    typed = ["新 厂's\n", "\n", "\n", "parts\n", *["\n"] * 7, "甲,乙\n", *["\n"] * 3, last]
    code, screen = on_terminal(
        "add", folder=tmp_path, typed=typed, environment={"ALLIANCE_LANG": "en"}
    )
    assert code != 0
    assert registry.read_text(encoding="utf-8") == SMALL
    told = "".join(screen.split("your answers as a command: ")[1].splitlines())
    assert told.startswith("alliance add --name '新 厂'")
    assert "--category parts" in told
