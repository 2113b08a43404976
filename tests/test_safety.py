"""Text of strangers arrives inert, through every command and format, and numbers stay masked."""

import csv
import json
import re
from html import escape
from pathlib import Path

import pytest
import tomli

from alliance_cli.channels import csv_rows, tsv_row
from alliance_cli.errors import DataRefused
from alliance_cli.exchange.formats import ON_SCREEN
from alliance_cli.values.characters import all_printable, is_invisible, printable
from alliance_cli.values.privacy import masked

from .conftest import SMALL, Run

WRITERS = [each.name for each in ON_SCREEN]

EVIL = {
    "markup": "[red]x[/red] [/] :warning: [link=http://x]",
    "escape": "\\u001b]0;title\\u0007\\u001b[31m\\u0085\\u007f\\u0000",
    "bidi": "\\u202eabc\\u2066\\u200b\\ufeff\\u2028\\u2029\\U000e0001\\u00ad",
    "workflow": "::error file=x::y",
    "lines": "a\\n::error::b\\n  ##[error]c\\r\\n",
    "old workflow": "x ##[error]y ###[z",
    "markdown": "|<img src=x>`*_[a](b)@all",
    "formula": "=cmd|' /C calc'!A0",
    "number": "找13812340009或 a@example.com",
}
FIELDS_OF_TEXT = ("name", "city", "category", "status", "id", "parent", "website", "joined")


def registry_with(text: str) -> str:
    pairs = "\n".join(f'{key} = "{text}"' for key in FIELDS_OF_TEXT)
    return (
        f'[alliance]\nname = "{text}"\n[categories]\n"{text}" = "{text}"\nk = "k"\n'
        f"[[members]]\n{pairs}\n"
        f'former_names = ["{text}"]\n"k{text}" = "{text}"\n'
        f'[[members.contacts]]\nname = "{text}"\nmobile = "13812340001"\nphone = "027-87654321"\n'
        f'email = "zhang@example.com"\n"moblie" = "13812340001"\n'
        f'[[bodies]]\nid = "{text}"\nlabel = "{text}"\nroles = {{ "{text}" = 1 }}\n'
        f'[[experts]]\nid = "E1"\nname = "{text}"\nunit_name = "{text}"\nphone = "{text}"\n'
        f'[[experts.seats]]\nbody = "{text}"\nrole = "{text}"\nperson = "{text}"\n'
        f'[[projects]]\nid = "P1"\nname = "{text}"\nlead = "{text}"\ntheme = "{text}"\n'
    )


@pytest.fixture(params=list(EVIL.values()), ids=list(EVIL))
def evil(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "members.toml").write_text(registry_with(request.param), encoding="utf-8")
    return str(request.param)


COMMANDS = [
    *(["list", "--all", "--columns", "all", "-f", name] for name in ("table", *WRITERS)),
    *(["list", "--all", "--columns", "all", "-f", name, "--headings=keys"] for name in WRITERS),
    *(["export", "-", "--columns", "all", "-f", name] for name in WRITERS),
    ["export", "-", "--all", "-f", "labels"],
    ["export", "-", "--all", "-f", "vcf"],
    ["export", "-", "--all", "-f", "emails"],
    *(["stats", "--all", "-f", name] for name in ("table", "tsv", "csv", "json", "markdown")),
    *(["stats", "--all", "--by=city,tags", "-f", name] for name in ("table", "json", "markdown")),
    *(["stats", "--per=year", "--by=city", "-f", name] for name in ("table", "json", "markdown")),
    *(["due", "-f", name] for name in ("table", "tsv", "json", "markdown", "ics")),
    ["due", "--within", "\x1b[31m\u202e\n::error::x"],
    ["stats", "--annual=2024", "-f", "json"],
    ["stats", "-o", "\x1b[31m\u202e\n::error::x.csv"],
    ["stats", "--by", "\x1b[31m\u202e\n::error::x"],
    ["stats", "--by", "city", "--list", "\x1b[31m\u202e\n::error::x"],
    *([word, "list", "--all", "--columns=all", "-f=table"] for word in ("body", "expert")),
    *(["project", "list", "--all", "-f", name] for name in ("table", "markdown", "json")),
    ["body", "show", "=cmd|' /C calc'!A0"],
    ["body", "show", "a", "-f", "json"],
    ["body", "seat", "找", "E1", "--role", "\x1b[31m\u202e\n::error::x", "--yes"],
    ["expert", "show", "E1"],
    ["expert", "draw", "1"],
    ["project", "edit", "P1", "--set", "theme=\x1b[31m\u202e\n::error::x", "--yes"],
    ["show", "a"],
    ["show", "找"],
    ["show", "=", "-f", "json"],
    ["show", "nobody"],
    ["validate", "--strict"],
    ["validate", "--strict", "-f", "json"],
    ["schema"],
    ["add", "--name=新厂", "--category=none"],
    ["add", "--name=新厂", "--category=k", "--id=X1", "--yes", "--dry-run"],
    ["edit", "--all", "--append", "tags=x", "--append", "contacts=name=甲,mobile=13812340001"],
    ["edit", "--all", "--append", "tags=x", "--set", "note=找13812340001", "--yes", "--dry-run"],
    ["edit", "--all", "--append", "tags=x", "--unset", "city", "--unset", "name", "--yes"],
    ["edit", "--all", "--set", "contacts.0.mobile=1", "--yes"],
    ["edit", "--all", "--set", "contacts.0.title=\x1b[31m\u202e\n::error::x", "--yes"],
    ["edit", "--all", "--drop", "contacts=none", "--set", "city=\x1b[31m\u202e", "--yes"],
    ["edit", "a", "--set", "tags=13812340001", "--yes"],
    ["init", "\x1b[31m\u202e\n::error::x", "--name=甲", "--category=乙", "--dry-run"],
    ["init", "new.toml", "--name=\x1b[31m\u202e\n::error::x", "--category=乙"],
    ["init", "new.toml", "--name=甲", "--category=\u202e::error::x", "--workflow=\x1b[31m\n::x"],
    ["withdraw", "=", "--on", "\x1b[31m\u202e"],
    ["reinstate", "找"],
    ["remove", "\x1b[31m\u202e\n::error::x"],
    ["filter", "none"],
    ["list", "-c", "\x1b[31m\u202e::error::"],
    ["list", "-r", "\x1b[31m\u202e\n::error::x"],
    ["validate", "\x1b[31m\u202e\n::error::x"],
    ["\x1b[31m\u202e"],
    ["list", "--\x1b[31m\u202e"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_acts_and_no_number_is_whole(arguments: list[str], evil: str, run: Run) -> None:
    outcome = run(*arguments, code=None)
    allowed = "\n\t" if "tsv" in arguments or "show" in arguments or "list" in arguments else "\n"
    for stream in (outcome.out, outcome.err):
        raw = [c for c in stream if is_invisible(c) and c not in allowed]
        assert raw == [], stream
        assert not re.search(r"^\s*::|##\[", stream, re.MULTILINE), stream
        if arguments == ["schema"]:
            # A vocabulary is nobody's: its keys and labels are what they are.
            continue
        for number in ("13812340001", "13812340009", "87654321", "zhang@", " a@example"):
            assert number not in stream


_LISTED = ("id", "name", "city", "note", "parent", "joined", "category", "contacts.mobile")


@pytest.mark.parametrize("text", EVIL.values(), ids=EVIL)
@pytest.mark.parametrize("arguments", [[], ["-f", "table"], ["-f", "json"], ["--apply"]])
def test_a_hostile_list_does_nothing(
    arguments: list[str], text: str, run: Run, registry: Path
) -> None:
    evil = tomli.loads(f'text = "{text}"')["text"]
    rows = [
        [*_LISTED, evil, f"{evil}x"],
        ["M001", *[evil] * (len(_LISTED) - 1), "1", "2"],
        [evil, evil, *[""] * (len(_LISTED) - 2), "", ""],
        ["", f"新厂{evil}", *["13812340009"] * (len(_LISTED) - 2), "", ""],
    ]
    with registry.with_name("a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    outcome = run("import", "a.csv", *arguments, code=1)
    for stream in (outcome.out, outcome.err):
        assert [c for c in stream if is_invisible(c) and c not in "\n\t"] == []
        assert not re.search(r"^\s*::|##\[", stream, re.MULTILINE), stream
        for number in ("13812340009", " a@example"):
            assert number not in stream
    assert registry.read_text(encoding="utf-8") == SMALL


def test_markup_is_shown_as_it_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(registry_with(EVIL["markup"]), encoding="utf-8")
    assert EVIL["markup"] in run("list", "-f", "table").out
    assert EVIL["markup"] in run("list").out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("东风 本田\u3000𬭎", "东风 本田\u3000𬭎"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("::error::x", "\\x3a:error::x"),
        ("a::b", "a::b"),
        ("##[error]", "\\x23#[error]"),
        ("a\u180bb\ufff3c\U000e0fff", "a\\u180bb\\ufff3c\\U000e0fff"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("evil", ["::error::x", " ::x", "##[error]", "\x1b[0m", "\u3164", "a\nb"])
def test_what_acts_in_one_cell_of_a_row_is_harmless_beside_others(evil: str) -> None:
    row = ["武汉", evil, ""]
    assert tsv_row(row) == f"武汉\t{printable(evil)}\t\n"
    assert csv_rows([row]) == csv_rows([[row[0]]]).removesuffix("\n") + "," + csv_rows([row[1:]])
    assert all_printable(row, keep="\n") == [printable(text, keep="\n") for text in row]


def test_debug_shows_the_traceback_and_only_then(run: Run) -> None:
    from typer.testing import CliRunner

    from alliance_cli.cli import app

    assert "Traceback" not in run("list", code=3).err
    result = CliRunner().invoke(app, ["--debug", "list", "-r", "a\n::b\x1b[31m 13812340001"])
    assert result.exit_code == 3
    first, *places, error, told = result.stderr.splitlines()
    assert first == "Traceback (most recent call last):"
    assert any(line.startswith('  File "') for line in places)
    shown = "a\\n::b\\x1b[31m 138****0001: there is no such file"
    assert error == f"alliance_cli.store.load.Unreadable: {shown}"
    hint = "check the name and the folder; `alliance init a\\n::b\\x1b[31m 138****0001` makes a new"
    assert told == f"alliance: {shown} ({hint} registry)"


def test_a_diff_of_hostile_text_is_shown(evil: str, run: Run) -> None:
    outcome = run("add", "--name=新厂", "--category=k", "--id=X1", "--yes", "--dry-run")
    assert '+name = "新厂"' in outcome.out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812340001", "138****0001"),
        ("电话13812340001。", "电话138****0001。"),
        ("+86 138-1234-0001", "+86 138-****-0001"),
        ("008613812340001", "0086138****0001"),
        ("138 1234 0001", "138 **** 0001"),
        ("wx13812340001", "wx138****0001"),
        ("13812340001x", "138****0001x"),
        ("138.1234.0001", "138.****.0001"),
        ("(138)12340001", "(138)****0001"),
        ("0138 1234 0001", "0138 **** 0001"),
        ("138\u20141234\u20140001", "138\u2014****\u20140001"),
        ("张三@公司.中国", "张***@公司.中国"),
        ("zhangsan\uff20example.com", "z***\uff20example.com"),
        ("(027)87654321", "(027)****4321"),
        ("0719 8226555-801", "0719 ****6555-801"),
        ("邮箱zhang.san@example.com", "邮箱z***@example.com"),
        ("12100000441626842D", "12100000441626842D"),
        ("914201001381234000", "914201001381234000"),
        ("430056", "430056"),
    ],
)
def test_numbers_are_masked_in_every_spelling(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_numbers_of_a_wrong_type_or_under_a_wrong_key_are_masked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(
        "[[members]]\nid = 'M1'\nmobile = 13812340001\nnote = 13812340001\n"
        "'13812340001' = 1\n[[members.contacts]]\nname = 13812340001\n'13812340001' = 'x'\n",
        encoding="utf-8",
    )
    for name in WRITERS:
        assert "13812340001" not in run("list", "--columns", "all", "-f", name).out
    for name in ("tsv", "json"):
        assert "13812340001" not in run("show", "M1", "-f", name).out


# Patterns that go back took a quarter of a minute for some of these; now all are quick.
PARTS = ["a", "1", "a.", "a@", '"\\', "0-", "=", "[", "138 "]


def check_text(text: str, registry: Path, run: Run) -> None:
    registry.write_text(
        f"[[members]]\nid = '{text}'\nname = '{text}'\ncategory = 'x'\n", encoding="utf-8"
    )
    run("validate", code=1)
    run("list", "--columns", "all")
    run("add", "--name=新厂", "--category=x", "--dry-run")
    registry.write_text(f"a = {text}\n{text}", encoding="utf-8")
    run("validate", code=3)


@pytest.mark.parametrize("part", PARTS)
def test_a_long_text_is_answered(part: str, run: Run, tmp_path: Path) -> None:
    check_text(part * 4_000, tmp_path / "members.toml", run)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_the_cost_of_a_text_is_that_of_its_length(part: str, run: Run, tmp_path: Path) -> None:
    check_text(part * 100_000, tmp_path / "members.toml", run)


# Wherever a line is folded, what comes next opens a command.
FOLDED = "字 ::set-output name=a::b" * 12 + ":" * 200 + "##[error]" * 12
OPENING = re.compile(r"^(?:\s|\x1b\[[0-9;]*m)*::|##\[", re.MULTILINE)


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "piped"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "M001", "-f", "card"],
        ["list", "-f", "table"],
        ["list", "-f", "table", "--columns", "name,note,vat_id"],
        ["import", "a.csv", "-f", "table"],
        ["validate"],
        ["edit", "M001", "--unset", "note", "--dry-run"],
    ],
    ids=" ".join,
)
def test_a_line_that_is_folded_opens_no_command(
    arguments: list[str],
    terminal: bool,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alliance_cli.views.console.is_terminal", lambda: terminal)
    monkeypatch.setattr("alliance_cli.views.table.is_terminal", lambda: terminal)
    (tmp_path / "members.toml").write_text(
        f'[fields.vat_id]\nlabel = "{FOLDED[:90]}"\nlabel_en = "x {FOLDED[:90]}"\n'
        f'[categories]\nparts = "零部件"\n[[members]]\nid = "M001"\nname = "甲厂{FOLDED}"\n'
        f'category = "{FOLDED}"\nnote = "{FOLDED}"\nproducts = ["{FOLDED}"]\n"::x" = "::"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text(
        f"id,note,city,x {FOLDED}\nM001,{FOLDED}甲,{FOLDED},{FOLDED}\n,{FOLDED},,\n",
        encoding="utf-8",
    )
    for width in (*range(10, 140, 7), 400):
        monkeypatch.setenv("COLUMNS", str(width))
        outcome = run(*arguments, code=None)
        assert outcome.out
        for stream in (outcome.out, outcome.err):
            assert not OPENING.search(stream), (width, OPENING.search(stream))


def test_a_quoted_line_opens_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alliance_cli.actions.validate import validate
    from alliance_cli.data import Position
    from alliance_cli.views.reports import text

    from .hostile_inputs import RULES

    path = tmp_path / "members.toml"
    path.write_text("[", encoding="utf-8")
    report = validate([path], RULES)
    monkeypatch.setattr("alliance_cli.views.console.is_terminal", lambda: True)
    # What is wrong may stand between the two colons.
    for column in range(1, 6):
        found = [each._replace(position=Position(1, column)) for each in report.findings]
        quoted = report._replace(findings=found, texts={str(path): "::error::x"})
        shown = "".join(text.report(quoted))
        assert "\\x3a:error::x" in shown
        assert not OPENING.search(shown)


FORGED = "甲厂\nalliance: registry deleted\r::error::x\x1b[2K\u202e\u200b"


@pytest.mark.parametrize(
    "arguments",
    [
        *([*command, "-r", FORGED] for command in (["list"], ["add"], ["validate", "--fix"])),
        ["show", FORGED],
        ["remove", FORGED],
        ["withdraw", "M001", "--on", FORGED],
        ["withdraw", "M001", "--as", FORGED],
        ["edit", "M001", "--set", f"{FORGED}=x"],
        ["edit", "M001", "--set", f"city={FORGED}"],
        ["edit", "M001", "--set", f"joined={FORGED}"],
        ["edit", "M001", "--append", f"contacts={FORGED}"],
        ["add", "--name", FORGED],
        ["add", f"--name={FORGED}", f"--category={FORGED}", f"--joined={FORGED}"],
        ["add", "--name=甲", "--category=parts", f"--joined={FORGED}", f"--left={FORGED}"],
        ["list", "--where", FORGED],
        ["list", "--sort", FORGED],
        ["list", "--columns", FORGED],
        ["list", "--limit", FORGED],
        ["list", "--format", FORGED],
        ["list", f"--{FORGED}"],
        ["list", FORGED],
        ["filter", FORGED],
        [FORGED],
        ["export", FORGED],
        ["export", f"{FORGED}.csv"],
        ["export", f"none/{FORGED}.csv"],
        ["import", FORGED],
        ["import", "a.csv", "--map", FORGED],
        ["import", "a.csv", "--map", f"{FORGED}={FORGED}"],
        ["import", "a.csv", "--default", f"{FORGED}=x"],
        ["import", "a.csv", "--sheet", FORGED],
        ["import", "a.csv", "--rejects", FORGED],
        ["validate", FORGED, "b.toml"],
        ["validate", "--select", FORGED],
        ["validate", "--explain", FORGED],
        ["validate", "--base", FORGED],
        ["validate", "--output-file", FORGED],
        ["validate", "--output-file", f"json=none/{FORGED}"],
        ["show", "同名"],
        ["import", "a.csv"],
        ["import", "a.csv", "--dry-run"],
        ["list", "--headings", FORGED],
    ],
    ids=lambda arguments: " ".join(arguments).replace(FORGED, "FORGED"),
)
@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["", "debug"])
def test_nothing_that_is_given_forges_a_line(
    arguments: list[str], debug: list[str], registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from alliance_cli.cli import app

    monkeypatch.chdir(registry.parent)
    name = FORGED.encode("unicode_escape").decode("ascii")
    registry.write_text(
        SMALL.replace('"东本"', f'"同名{name}"') + f'\n[[members]]\nid = "{name}"\n'
        f'name = "同名{name}"\ncategory = "parts"\n',
        encoding="utf-8",
    )
    with registry.with_name("a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "name", FORGED], [FORGED, "乙厂", FORGED]])
    result = CliRunner().invoke(app, [*debug, *arguments])
    assert isinstance(result.exception, SystemExit | None)
    allowed = "\n\t" if arguments[0] in ("import", "list", "show") else "\n"
    for stream in (result.stdout, result.stderr):
        assert [c for c in stream if is_invisible(c) and c not in allowed] == [], stream
        assert not re.search(r"^\W*(?:alliance: registry deleted|::error)", stream, re.MULTILINE)


def test_what_a_question_is_about_forges_no_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from alliance_cli.kinds.member import MEMBER
    from alliance_cli.registry.registry import from_data
    from alliance_cli.views import interview

    asked: list[str] = []
    answers = iter(["", "n", "n", "e"])

    def answer(prompt: str = "") -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    member = {"id": FORGED, "name": FORGED, "note": FORGED, FORGED: FORGED}
    registry = from_data({MEMBER.table: [member]})
    assert interview.ask_for_column(FORGED, [FORGED], lambda _: True) == ""
    with pytest.raises(DataRefused):
        interview.settle(member, interview.Subject(registry, MEMBER))
    interview.tell_how_to_repeat(member, MEMBER, Path(FORGED))
    assert interview.Interview().agrees([FORGED, FORGED]) is False
    assert interview.Interview().choose(FORGED, {"e": FORGED}) == "e"
    interview.Interview().tell_kept(Path(FORGED), interrupted=True)
    streams = capsys.readouterr()
    for said in (streams.out, streams.err, *asked):
        assert [c for c in said if is_invisible(c) and c != "\n"] == []
        assert "\nalliance: registry deleted" not in said
        assert "\n::" not in said
    assert not any("\n" in prompt for prompt in asked)


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\u3000=1", "\uff1d1"]
)
def test_nothing_that_is_piped_is_a_formula(text: str, run: Run, registry: Path) -> None:
    address = f'\naddress = "{text}"\nparent ='
    registry.write_text(registry_with(text).replace("\nparent =", address), encoding="utf-8")
    # As a list has it whose formulas are no formulas.
    cell = f"'{text}"
    registry.with_name("a.csv").write_text(
        f"id,name,note,{cell}\n{cell},,{cell}x,{cell}\n,{cell},{cell},{cell}\n", encoding="utf-8"
    )
    for arguments in (
        *(["list", "--columns", "all", "-f", name] for name in ("table", "tsv", "csv", "ids")),
        *(["export", "-", "-f", name] for name in ("tsv", "csv", "ids", "labels")),
        *(["show", "-f", name, "--", text] for name in ("card", "tsv")),
        *(["import", "a.csv", "-f", name] for name in ("table", "tsv")),
        ["list"],
        ["show", "--", text],
        ["import", "a.csv"],
    ):
        out = run(*arguments, code=None).out
        assert out, arguments
        # The cells of every format: those of a table have two spaces between, CSV has quotes.
        cells = re.split(r"[\t\n]|  +|,", out)
        assert not [each for each in cells if re.match(r"\"?\s*[=+\-@\uff1d]", each)], arguments


LINKS = [
    "www.x.com",
    "见WWW.x.com/a_b_c，http://x.com",
    r"https://x.com/(a)`b`|c\d",
    "a@b.com",
    "mailto:a@b.com",
    "@all",
    "#12 GH-3",
    '[a](http://x.com)![b](www.x.com)<http://x.com><a href="www.x.com">',
]


@pytest.mark.parametrize("text", LINKS)
def test_markdown_has_links_in_code_alone(text: str, run: Run, tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    (tmp_path / "members.toml").write_text(
        f"[fields.x]\nlabel = '{text}'\n[[members]]\nid = 'M1'\nname = '{text}'\n",
        encoding="utf-8",
    )
    render = MarkdownIt("commonmark").enable("table").render
    arguments = ("list", "--contacts", "-f", "markdown", "--columns", "name,x")
    table, page = render(run(*arguments).out), render(run("schema", "-f", "markdown").out)
    for shown in (table, page):
        assert not re.search(r"<(?:a|img)\b", shown)
        apart = re.sub(r"<code>[^<]*</code>", "", shown)
        assert not re.search(r"://|www\.|@|(?:#|GH-)\d", apart, re.IGNORECASE)
    # It is read as it was written.
    assert f"<td>{escape(text)}</td>" in re.sub("</?code>", "", table)


def test_a_message_of_sarif_has_no_links_and_no_placeholders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(
        "[categories]\nx = 'x'\n[[members]]\nid = 'M1'\nname = '甲'\n"
        "category = '[b](http://x.com)\\{0}'\n",
        encoding="utf-8",
    )
    log = json.loads(run("validate", "-f", "sarif", code=1).out)
    texts = [result["message"]["text"] for result in log["runs"][0]["results"]]
    assert any(r"\[b\](http://x.com)\\{{0}}" in text for text in texts)
    assert not any(re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text) for text in texts)
