"""Completion: what is offered where, and what real shells make of it."""

import json
import os
import select
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from alliance_cli.commands import COMMANDS

from .conftest import SMALL, Run

HOSTILE = """
[[members]]
id = "X-1"
name = "$(touch ran) `touch ran` 'x\\" !!; touch ran"
category = "parts"
city = "随 州"
tags = ["a:b=c"]

[[members]]
id = "X-2"
name = "逃\\u001b[31m逸\\n换行\\ttab"
category = "parts"
city = "::set-output"

[[members]]
id = "X-3"
name = "三 环(试点)\\"集团\\"'分'厂!"
category = "parts"
note = "13812340003"
former_names = ["张先生 13812340004"]
"""

OTHERS = """
[roles]
lead = "组长"
liaison = "联络员"

[expertise]
ev = "新能源"

[stages]
proposed = "拟建"

[[bodies]]
id = "wire"
label = "智能网联组"
roles = { lead = 1, liaison = 0 }

[[bodies.terms]]
number = 2
from = 2024-01-01
until = 2026-12-31

[[bodies]]
id = "office"
label = "秘书处"

[[experts]]
id = "E001"
name = "李四"
mobile = "13812340009"
seats = [{ body = "wire" }]

[[experts]]
id = "E002"
name = "王五 13812340008"

[[projects]]
id = "P001"
name = "固态电池"
"""


@pytest.fixture
def offered(run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch) -> "Offered":
    return Offered(run, monkeypatch)


class Offered:
    """What is offered behind the words of a command line, the last of which is only begun."""

    def __init__(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.run, self.monkeypatch = run, monkeypatch

    def __call__(self, line: str, shell: str = "fish") -> dict[str, str]:
        *words, typed = line.split(" ")
        self.monkeypatch.setenv("_ALLIANCE_COMPLETE", shell)
        self.monkeypatch.setenv("_ALLIANCE_WORDS", "\n".join(words))
        self.monkeypatch.setenv("_ALLIANCE_WORD", typed)
        outcome = self.run(code=0)
        assert not outcome.err
        return dict(each.partition("\t")[::2] for each in outcome.out.splitlines())


IDS = {"M001": "东风本田", "M002": "骆驼集团股份有限公司", "M003": "旧车厂"}
CATEGORIES = {"vehicle": "整车企业", "parts": "零部件企业", "university": "大专院校"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("show ", IDS),
        ("show m00", IDS),
        ("show 骆", {"骆驼集团股份有限公司": "M002"}),
        ("edit M001 M", IDS),
        ("merge M001 M", IDS),
        ("import a.xlsx --match 骆驼=M002", {"骆驼=M002": "骆驼集团股份有限公司"}),
        ("add --parent M002", {"M002": "骆驼集团股份有限公司"}),
        ("filter ", CATEGORIES),
        ("list -c ", CATEGORIES),
        ("list --category=", {f"--category={key}": told for key, told in CATEGORIES.items()}),
        ("list -c 整", {"整车企业": "vehicle"}),
        ("add --category p", {"parts": "零部件企业"}),
        ("edit M001 --set categ", {"category=": "Category"}),
        ("edit M001 --set category=u", {"category=university": "大专院校"}),
        ("edit M001 --set 类别=整", {"类别=整车企业": "vehicle"}),
        ("edit M001 --append ta", {"tags=": "Tags"}),
        ("edit M001 --append tags=", {"tags=新能源": "", "tags=出口": ""}),
        ("list -w city=武汉,十", {"city=武汉,十堰": ""}),
        ("list -w joined>=", {}),
        ("list -w categ", {"category=": "Category"}),
        ("list --city ", {"武汉": "", "襄阳": "", "十堰": ""}),
        ("list --level ", {"president": "理事长单位", "member": "会员单位"}),
        ("list --group b", {"battery": "动力电池组"}),
        ("list --status act", {"active": "active"}),
        ("list --tag 新", {"新能源": ""}),
        ("list --sort -joi", {"-joined": "Joined"}),
        ("list --columns id,na", {"id,name": "Name"}),
        ("export a.xlsx --by 所在", {"所在市州": "city"}),
        ("list -f js", {"json": ""}),
        ("list --headings z", {"zh": ""}),
        ("withdraw M001 --as ex", {"expelled": "expelled"}),
        ("import a.csv --map 驻地=cit", {"驻地=city": "City"}),
        ("import a.csv --map 电话=contacts.mob", {"电话=contacts.mobile": "Mobile"}),
        ("import a.csv --map-value 类别:整车=v", {"类别:整车=vehicle": "整车企业"}),
        ("import a.csv --default cat", {"category=": "Category"}),
        ("validate --select F301,F30", None),
        ("lis", {"list": "Show members as a table."}),
        ("list --colu", {"--columns": "The fields to show, in order; or all."}),
    ],
)
def test_what_may_stand_there_is_offered(
    line: str, expected: dict[str, str] | None, offered: Offered
) -> None:
    found = offered(line)
    if expected is None:
        assert found["F301,F303"]
        assert all(each.startswith("F301,F30") for each in found)
    else:
        assert found == expected


STATUSES = ("candidate", "appointed", "retired")
EXPERTS = {"E001": "李四", "E002": "王五 138****0008"}
BODIES = {"wire": "智能网联组", "office": "秘书处"}
ROLES = {"lead": "组长", "liaison": "联络员"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("show ", IDS | BODIES | EXPERTS | {"P001": "固态电池"}),
        ("show E", EXPERTS),
        ("edit ", IDS),
        ("body show ", BODIES),
        ("body seat 秘", {"秘书处": "office"}),
        ("body seat wire ", IDS | EXPERTS),
        ("body seat wire 李", {"李四": "E001"}),
        ("body seat wire M001 --role ", ROLES),
        ("body seat 网联 M001 --role=组", {"--role=组长": "lead"}),
        ("body seat office M001 --role ", ROLES),
        ("body seat wire M001 --term ", {"2": "2024-01-01 – 2026-12-31"}),
        ("body leave wire ", {"E001": "李四"}),
        ("body list --kind sec", {"secretariat": "secretariat"}),
        ("expert edit E", EXPERTS),
        ("expert edit 王", {}),
        ("expert edit E001 --set stat", {"status=": "Status"}),
        ("expert edit E001 --set 状态=", {f"状态={key}": key for key in STATUSES}),
        ("expert edit E001 --set unit=骆", {"unit=骆驼集团股份有限公司": "M002"}),
        ("expert list --status app", {"appointed": "appointed"}),
        ("expert list --expertise ", {"ev": "新能源"}),
        ("expert list -w mobile=", {}),
        ("expert import a.csv --match 李=E", {f"李={key}": EXPERTS[key] for key in EXPERTS}),
        ("expert draw --field ", {"ev": "新能源"}),
        ("expert draw 1 --avoid ", IDS),
        ("expert dr", {"draw": "Draw experts by lot."}),
        ("project list --stage ", {"proposed": "拟建"}),
        ("project add --lead M002", {"M002": "骆驼集团股份有限公司"}),
    ],
)
def test_a_command_about_another_kind_is_offered_its_own(
    line: str, expected: dict[str, str], offered: Offered, registry: Path
) -> None:
    registry.write_text(SMALL + OTHERS, encoding="utf-8")
    assert offered(line) == expected


def test_every_command_is_offered(offered: Offered) -> None:
    assert [*offered("")] == [*COMMANDS]


@pytest.mark.parametrize("place", ["-r other.toml show ", "show -r other.toml ", "show "])
def test_the_registry_is_the_one_of_the_command(
    place: str, offered: Offered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text(SMALL.replace("M00", "Z00"), encoding="utf-8")
    if place == "show ":
        monkeypatch.setenv("ALLIANCE_REGISTRY", "other.toml")
    assert [*offered(place)] == ["Z001", "Z002", "Z003"]


@pytest.mark.parametrize(
    "line",
    ["-r none.toml show ", "-r broken.toml list -c ", "-r . show ", "nonsense --x ", "list --x= "],
)
def test_nothing_is_said_of_what_is_wrong(line: str, offered: Offered, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[[members]\nid =", encoding="utf-8")
    assert offered(line) == {} or line.startswith("nonsense")
    assert offered(line, "csh") == {}


def test_nobody_is_offered(offered: Offered, registry: Path) -> None:
    registry.write_text(SMALL + HOSTILE, encoding="utf-8")
    for line in (
        *("show ", "show 张", "show 1", "edit --set contacts.", "edit --set contacts.name="),
        *("list -w contacts.name=", "list -w contacts.mobile=1", "list -w note=", "list -s "),
        *("add --former-name ", "list -w former_names=", "add --legal-representative "),
    ):
        told = "".join(f"{value} {means}" for value, means in offered(line).items())
        for personal in ("张", "1381234", "8765", "example.com"):
            assert personal not in told.replace("张三.mobile", ""), (line, told)


def test_what_is_hostile_is_inert(offered: Offered, registry: Path) -> None:
    registry.write_text(SMALL + HOSTILE, encoding="utf-8")
    assert offered("show X-2") == {"X-2": r"逃\x1b[31m逸 换行 tab"}
    # Nobody could type what is shown instead of it.
    assert offered("show 逃") == {}
    assert offered("list --city ::") == {}
    assert offered("show $(", "powershell") == {
        "'$(touch ran) `touch ran` ''x\" !!; touch ran'": (
            "$(touch ran) `touch ran` 'x\" !!; touch ran  X-1\tX-1"
        )
    }


def test_very_many_are_not_offered_at_once(offered: Offered, registry: Path) -> None:
    member = '[[members]]\nid = "N{0:04}"\nname = "甲{0}厂"\ncategory = "parts"\n'
    registry.write_text(SMALL + "".join(map(member.format, range(300))), encoding="utf-8")
    assert len(offered("show ")) == 200
    assert len(offered("show N029")) == 10


def test_files_have_the_endings_that_are_read(offered: Offered, tmp_path: Path) -> None:
    for name in ("名单.XLSX", "b.txt", ".hidden.csv"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "c.toml").touch()
    assert [*offered("import ", "powershell")] == ["folder/", "名单.XLSX"]
    assert [*offered("import .", "powershell")] == [".hidden.csv"]
    assert [*offered("--registry=folder/", "powershell")] == ["'--registry=folder/c.toml'"]
    assert offered("-r ", "zsh") == {"": ".toml"}


# --- real shells

READY = b"ready>"
BEGINNINGS = {
    "bash": (".bashrc", "PS1='ready>'"),
    "zsh": (".zshrc", "PS1='ready>'"),
    "fish": (".config/fish/config.fish", "function fish_prompt; echo -n 'ready>'; end"),
}
# What is offered is the same in every shell: of these one is asked.
OFFERED = {
    "body seat 智{tab} e001{tab} --role 联{tab}": [
        *("body", "seat", "智能网联组", "E001", "--role", "联络员")
    ],
    "project edit P001 --set stag{tab}拟{tab}": [
        *("project", "edit", "P001", "--set", "stage=拟建")
    ],
    "import x --map-value 类别:整=v{tab}": ["import", "x", "--map-value", "类别:整=vehicle"],
    "list --category=v{tab}": ["list", "--category=vehicle"],
    "-r fo{tab}b{tab}": ["-r", "folder/b.toml"],
}
TYPED = {
    "show 骆{tab}": ["show", "骆驼集团股份有限公司"],
    "list -w 'city=随{tab}": ["list", "-w", "city=随 州"],
    "show 三{tab}": ["show", "三 环(试点)\"集团\"'分'厂!"],
    "show '三 {tab}": ["show", "三 环(试点)\"集团\"'分'厂!"],
    'show "三 {tab}': ["show", "三 环(试点)\"集团\"'分'厂!"],
    "show '$({tab}": ["show", "$(touch ran) `touch ran` 'x\" !!; touch ran"],
    "import 名{tab}": ["import", "名 单.xlsx"],
    "--registry=folder/b{tab}": ["--registry=folder/b.toml"],
}


@pytest.mark.parametrize("shell", BEGINNINGS)
def test_a_shell_completes(shell: str, tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="pseudo-terminals are of Unix")
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    one = OTHERS.replace('[[experts]]\nid = "E002"\nname = "王五 13812340008"\n', "")
    (tmp_path / "members.toml").write_text(SMALL + HOSTILE + one, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.toml").touch()
    (tmp_path / "名 单.xlsx").touch()
    (tmp_path / "名 单.txt").touch()
    home = tmp_path / "home"
    beginning, prompt = BEGINNINGS[shell]
    (home / beginning).parent.mkdir(parents=True)
    (home / beginning).write_text(f"{prompt}\n", encoding="utf-8")
    alliance = [sys.executable, "-m", "alliance_cli"]
    environment = {**os.environ, "HOME": str(home), "SHELL": f"/bin/{shell}", "PYTHONUTF8": "1"}
    for variable in ("ZDOTDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        environment.pop(variable, None)
    told = subprocess.run(
        [*alliance, "completion", "--install"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (home / beginning).read_text(encoding="utf-8").startswith(f"{prompt}\n")
    assert told.stderr.count("written: ") == (1 if shell == "fish" else 2)
    got = tmp_path / "got"
    spy = tmp_path / "bin" / "alliance"
    spy.parent.mkdir()
    spy.write_text(_SPY.format(python=sys.executable, got=got), encoding="utf-8")
    spy.chmod(spy.stat().st_mode | stat.S_IXUSR)
    environment |= {"PATH": f"{spy.parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    typed = TYPED | (OFFERED if shell == "bash" else {})
    lines = [f" alliance {each}\n".replace("{tab}", "\t") for each in typed]
    _type_into([shell, "-i"], lines, tmp_path, environment)
    found = [json.loads(each) for each in got.read_text(encoding="utf-8").splitlines()]
    assert dict(zip(typed, found, strict=True)) == typed
    assert not (tmp_path / "ran").exists()


_DONE = b"carried out"
_SPY = """#!{python}
import json, os, sys
if "_ALLIANCE_COMPLETE" in os.environ:
    from alliance_cli.__main__ import main
    main()
with open("{got}", "a", encoding="utf-8") as file:
    file.write(json.dumps(sys.argv[1:]) + chr(10))
print("carried out")
"""


def _type_into(
    command: Sequence[str], lines: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> None:
    """Type lines into a shell on a terminal, each when the one before it was carried out."""
    import fcntl
    import pty
    import termios

    parent, child = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=child,
        stdout=child,
        stderr=child,
        cwd=folder,
        env={**environment, "TERM": "xterm"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread
    ) as process:
        os.close(child)
        screen = b""
        try:
            for number, line in enumerate(lines):
                while screen.count(_DONE) < number or READY not in screen.rpartition(_DONE)[2]:
                    assert select.select([parent], [], [], 60)[0], screen.decode(errors="replace")
                    screen += os.read(parent, 65536)
                os.write(parent, line.encode())
            while screen.count(_DONE) < len(lines):
                assert select.select([parent], [], [], 60)[0], screen.decode(errors="replace")
                screen += os.read(parent, 65536)
        finally:
            process.kill()
            os.close(parent)
