"""A field is one entry, a check and a format are one module: proven with a copy of the package."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import alliance_cli
from alliance_cli.kinds.member import MEMBER

from .conftest import SMALL

ENTRY = """
    Field(
        "stock_code",
        Phrase("Stock code", "股票代码"),
        Text(pattern="[0-9]{6}", form=Phrase("six digits", "6 位数字"), compact=True),
        Phrase("code at the stock exchange", "证券代码"),
        rank=9,
    ),
"""


@pytest.fixture
def alliance(tmp_path: Path) -> "Alliance":
    package = Path(alliance_cli.__file__).parent
    copy = tmp_path / "copy" / "alliance_cli"
    shutil.copytree(package, copy)
    fields = copy / "kinds" / "member.py"
    text = fields.read_text(encoding="utf-8")
    place = text.index("_OWN = (") + len("_OWN = (")
    fields.write_text(text[:place] + ENTRY + text[place:], encoding="utf-8")
    registry = tmp_path / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    return Alliance(tmp_path)


class Alliance:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "alliance_cli", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder / "copy"), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done
        return done


def test_a_new_field_is_everywhere(alliance: Alliance) -> None:
    assert "--stock-code" in alliance("add", "--help").stdout
    refused = alliance("add", "--name=新会员", "--category=parts", "--stock-code=60000", code=1)
    assert "F303 stock_code: expected is six digits" in refused.stderr
    alliance("add", "--name=新会员", "--category=parts", "--stock-code=600 006")
    text = (alliance.folder / "members.toml").read_text(encoding="utf-8")
    assert text.endswith(
        '\n[[members]]\nstock_code = "600006"\nid = "M004"\nname = "新会员"\ncategory = "parts"\n'
    )
    assert alliance("list", "--limit=1").stdout.splitlines()[0].startswith("Stock code\tID\t")
    assert alliance("list", "-w", "股票代码=600006", "-f", "ids").stdout == "M004\n"
    assert "Stock code\t600006\n" in alliance("show", "M004").stdout
    assert (
        json.loads(alliance("list", "-f", "json", "-s", "新").stdout)[0]["stock_code"] == "600006"
    )
    assert alliance("export", "-").stdout.startswith("股票代码,会员编号,")
    assert alliance("export", "-", "--headings=keys").stdout.startswith("stock_code,id,")
    schema = json.loads(alliance("schema").stdout)
    assert schema["properties"]["members"]["items"]["properties"]["stock_code"] == {
        "title": "股票代码",
        "description": "证券代码 / code at the stock exchange",
        "type": "string",
        "minLength": 1,
        "pattern": "^(?:[0-9]{6})$",
    }
    with (alliance.folder / "members.toml").open("a", encoding="utf-8") as registry:
        registry.write('stock_cod = "1"\n')
    assert "did you mean stock_code?" in alliance("validate").stdout
    alliance("export", "members.xlsx")


CHECK = '''
"""M499: a name that shouts."""

from ...findings.rule import Rule, Severity
from ...language import Phrase
from ..check import RecordCheck

RULE = Rule(
    "M499",
    Severity.WARNING,
    Phrase("a name that shouts", "名称带感叹号"),
    Phrase("Nobody's name shouts.", "名称不带感叹号。"),
    bad=\'note = "x"\',
    good=\'note = "x"\',
)


def find(context):
    """Names with an exclamation mark."""
    if "!" in context.record["name"]:
        yield context.about("name", RULE, "the name shouts")


CHECK = RecordCheck(RULE, find, needs={"name"})
'''


def test_a_new_check_is_one_module(alliance: Alliance) -> None:
    rules = alliance.folder / "copy" / "alliance_cli" / "checks" / "rules"
    (rules / "shouting.py").write_text(CHECK, encoding="utf-8")
    registry = alliance.folder / "members.toml"
    text = registry.read_text(encoding="utf-8").replace('name = "旧车厂"', 'name = "旧车厂!"')
    registry.write_text(text, encoding="utf-8")
    line = text[: text.index("旧车厂!")].count("\n") + 1
    assert (
        f"members.toml:{line}:8: warning M499 name: the name shouts" in alliance("validate").stdout
    )
    assert "M499  warning  a name that shouts" in alliance("validate", "--list-checks").stdout
    assert "Nobody's name shouts." in alliance("validate", "--explain", "M499").stdout
    assert "no findings" in alliance("validate", "--ignore", "M499").stdout
    assert "M499" in alliance("validate", "--select", "M49").stdout
    assert '"id": "M499"' in alliance("validate", "-f", "sarif").stdout
    refused = alliance("edit", "M001", "--set", "name=东风!", code=1)
    assert "warning M499 name: the name shouts" in refused.stderr


FORMAT = '''
"""Names alone."""

from .format import Format


def pieces(roster, wishes):
    """A name a line."""
    for member in roster.members:
        yield wishes.shown.cell(member, roster.kind.fields["name"]) + "\\n"


FORMAT = Format("names", place=99, pieces=pieces, endings=(".names",), on_screen=True)
'''


def test_a_new_format_is_one_module(alliance: Alliance) -> None:
    formats = alliance.folder / "copy" / "alliance_cli" / "exchange" / "formats"
    (formats / "names.py").write_text(FORMAT, encoding="utf-8")
    assert alliance("list", "-f", "names").stdout.splitlines()[0] == "东风本田"
    alliance("export", "a.names")
    assert (alliance.folder / "a.names").read_text(encoding="utf-8").startswith("东风本田\n")
    assert "|names" in alliance("list", "--help").stdout.replace("\n", "").replace(" ", "")


def test_every_field_can_be_given_and_asked_for() -> None:
    for key, field in MEMBER.fields.items():
        assert key == field.key
        assert all(field.heading), key
        assert all(field.help), key
    options = [field.option for field in MEMBER.fields.values()]
    assert len(options) == len(set(options))
    ranks = [field.rank for field in MEMBER.fields.values() if field.rank]
    assert len(ranks) == len(set(ranks))
