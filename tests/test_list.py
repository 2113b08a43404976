"""`list` and `filter`: formats, filters, order, columns."""

import csv
import io
import json
from pathlib import Path

import pytest

from alliance_cli.exchange.sheets.headings import key_of
from alliance_cli.kinds.member import MEMBER as KIND
from alliance_cli.values.names import name_key

from .conftest import REAL_REGISTRY, Run


def ids(run: Run, *arguments: str) -> str:
    return " ".join(run("list", "-f", "ids", *arguments).out.split())


def test_piped_output_is_complete_tsv(run: Run, registry: Path) -> None:
    outcome = run("list")
    assert outcome.out == (
        "ID\tName\tCategory\tLevel\tStatus\tFounding role\tCity\tJoined\n"
        "M001\t东风本田\t整车企业\t理事长单位\tactive\t\t武汉\t2019-05-28\n"
        "M002\t骆驼集团股份有限公司\t零部件企业\t\tactive\t\t襄阳\t2020-01-15\n"
    )
    assert outcome.err == "1 who left or were expelled are not shown; --all shows them\n"


def test_headings_are_in_a_language_or_keys(run: Run, registry: Path) -> None:
    columns = ("--columns", "id,category,status,tags", "--limit", "1")
    assert run("list", *columns, "--headings", "zh").out == (
        "会员编号\t类别\t状态\t标签\nM001\t整车企业\t正常\t新能源、出口\n"
    )
    assert run("list", *columns, "--headings", "keys").out == (
        "id\tcategory\tstatus\ttags\nM001\tvehicle\tactive\t新能源,出口\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", "M001 M002"),
        ("--all", "M001 M002 M003"),
        ("-c vehicle", "M001"),
        ("-c 零部件企业", "M002"),
        ("-c vehicle -c parts", "M001 M002"),
        ("--status left", "M003"),
        ("--status 退会", "M003"),
        ("--level president", "M001"),
        ("--city 武汉 --city 十堰 --all", "M001 M003"),
        ("--tag 出口", "M001"),
        ("--group 动力电池组", "M001"),
        ("-s 东本", "M001"),
        ("-s 谷城", "M002"),
        ("-s m00", "M001 M002"),
        ("-s 汽车\uff20", ""),
        ("-w city=武汉,襄阳", "M001 M002"),
        ("-w city\uff1d武汉\uff0c襄阳", "M001 M002"),
        ("-w city!=武汉", "M002"),
        ("-w name~集团", "M002"),
        ("-w 单位名称~集团", "M002"),
        ("-w level=", "M002"),
        ("-w level!=", "M001"),
        ("-w contacts=", "M002"),
        ("-w joined=2019", "M001"),
        ("-w joined>2019", "M002"),
        ("-w joined<=2019", "M001"),
        ("-w joined<2019", ""),
        ("-w joined>=2019", "M001 M002"),
        ("-w joined<2020-01", "M001"),
        ("-w joined<=2020-1-15", "M001 M002"),
        ("-w joined>=2020年1月 -w city=襄阳", "M002"),
        ("-w employees>=12000", "M001"),
        ("-w employees=12,000", ""),
        ("-w employees<100", ""),
        ("-w status=left,active", "M001 M002 M003"),
        ("-w status~退会", "M003"),
        ("-w city==武汉", "M001"),
        ("--sort tags", "M001 M002"),
        ("-w category~零部件", "M002"),
        ("-w tags=出口", "M001"),
        ("-w tags~能源", "M001"),
        ("-w id>M001", "M002"),
        ("--sort -joined", "M002 M001"),
        ("--sort city", "M001 M002"),
        ("--sort employees", "M001 M002"),
        ("--sort -employees", "M001 M002"),
        ("--sort level,-joined --all", "M001 M002 M003"),
        ("--limit 1", "M001"),
        ("--limit 0", ""),
        # What lists from elsewhere call a field it is called here too.
        ("-w 名称~集团", "M002"),
        ("-w 城市=襄阳", "M002"),
        ("-w former-name=谷城蓄电池厂", "M002"),
        ("--sort -城市", "M002 M001"),
        # Quotes that somebody put around a value.
        ("-w name='东风本田'", "M001"),
        ('-w name="东风本田"', "M001"),
        ("-w name=“东风本田”", "M001"),
        ("-w name＝‘东风本田’", "M001"),
        ("-w name=「东风本田」", "M001"),
        ("-w name=＂东风本田＂", "M001"),
        ("-w name~'集团'", "M002"),
        ("-w city='武汉',“襄阳”", "M001 M002"),
        ("-w city='武汉，襄阳'", ""),
        ("-w joined>='2020-01-01'", "M002"),
        ("-w city!='武汉'", "M002"),
        ("-w level=''", "M002"),
        ("-w name='东风本田”", ""),
        # The same marks for lists as anywhere.
        ("-w tags=国企、出口", "M001"),
        ("-w tags=国企；出口", "M001"),
        ("-w tags=国企\\,出口", ""),
        ("--tag 国企，出口", "M001"),
        ("--city 武汉、襄阳", ""),
        ("--sort level、-joined --all", "M001 M002 M003"),
    ],
)
def test_filters_and_order(arguments: str, expected: str, run: Run, registry: Path) -> None:
    assert ids(run, *arguments.split()) == expected


def test_filter_is_list_of_categories(run: Run, registry: Path) -> None:
    assert run("filter", "parts", "-f", "ids").out == "M002\n"
    assert run("filter", "整车企业", "-f", "ids", "--all").out == "M001\nM003\n"
    assert run("filter", "parts", "vehicle").out == run("list").out
    run("filter", code=2)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ("filter 零部件", ["category", "did you mean 零部件企业?", "vehicle 整车企业"]),
        ("list -c part", ["did you mean parts?"]),
        ("list --status gone", ["there are: applicant, active, suspended"]),
        ("list --columns id,ctiy", ["no field ctiy", "did you mean city?"]),
        ("list --columns 名称、手机", ["no field 手机", "contacts.mobile, a part of contacts"]),
        ("list -w 邮件=a", ["no field 邮件", "邮件 is contacts.email, a part of contacts"]),
        ("list --sort nmae", ["did you mean name?"]),
        ("list -w xyz", ["xyz is not a condition", "FIELD OP VALUE"]),
        (
            "list -w joined>soon",
            ["expected is a date like 2019-05-28", "2019, not soon"],
        ),
        ("list -w joined>=2019-02-30", ["expected is a date"]),
        ("list -w employees>many", ["expected is a whole number"]),
        ("list -w contacts~138", ["contacts= or contacts!="]),
        ("list -w city<", ["city< needs a value"]),
        ("list -w tags>a", ["tags is a list and has no order"]),
        ("list -w name=~甲", ["name=~甲 is not a condition"]),
        ("list -f yaml", ["--format: yaml", "table, tsv"]),
        ("list --fromat json", ["no such option: --fromat", "did you mean"]),
        ("lst", ["lst", "see 'alliance --help'"]),
        ("list --limit -1", ["--limit"]),
        ("show", ["missing"]),
        ("list -s \u200b", ["nothing to search for"]),
    ],
)
def test_wrong_usage_is_answered_in_one_line(
    arguments: str, parts: list[str], run: Run, registry: Path
) -> None:
    outcome = run(*arguments.split(), code=2)
    assert outcome.out == ""
    assert outcome.err.startswith("alliance: ")
    assert outcome.err.count("\n") == 1
    for part in parts:
        assert part in outcome.err


def test_json_has_the_keys_and_values_of_the_file(run: Run, registry: Path) -> None:
    first, second = json.loads(run("list", "-f", "json").out)
    assert first["category"] == "vehicle"
    assert first["joined"] == "2019-05-28"
    assert first["employees"] == 12000
    assert first["contacts"][0] == {
        "name": "张三",
        "title": "主任",
        "mobile": "138****0001",
        "phone": "027-****4321",
        "email": "z***@example.com",
    }
    assert "contacts" not in second
    lines = run("list", "-f", "ndjson", "--columns", "id,level,status").out.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "M001", "level": "president", "status": "active"},
        {"id": "M002", "level": None, "status": "active"},
    ]
    assert json.loads(run("list", "-f", "json", "-c", "university").out) == []


def test_ids_sort_by_their_numbers_and_names_by_their_sort_key(run: Run, tmp_path: Path) -> None:
    member = "[[members]]\nid = '{}'\nname = '{}'\ncategory = 'x'\n"
    rows = [("M1000", "重庆"), ("M999", "安庆"), ("m20", "长沙")]
    text = "".join(member.format(*row) for row in rows)
    (tmp_path / "members.toml").write_text(text + "sort_key = 'aa'\n", encoding="utf-8")
    assert ids(run, "--sort", "id") == "m20 M999 M1000"
    assert ids(run, "-w", "id>M999") == "M1000"
    assert ids(run, "--sort", "name") == "m20 M999 M1000"
    assert ids(run, "-w", "name<b", "--all") == ""


def test_csv_and_markdown(run: Run, registry: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("list", "-f", "csv", "--columns", "id,name").out)))
    assert rows == [["ID", "Name"], ["M001", "东风本田"], ["M002", "骆驼集团股份有限公司"]]
    assert run("list", "-f", "markdown", "--columns", "id,name", "--limit", "1").out == (
        "| ID | Name |\n| --- | --- |\n| M001 | 东风本田 |\n"
    )


def test_a_table_that_is_piped_is_whole(run: Run) -> None:
    outcome = run("list", "-r", REAL_REGISTRY, "-f", "table", "--columns", "all")
    lines = outcome.out.splitlines()
    assert len(lines) == 1 + 36 + 2
    assert "湖北三江航天万山特种车辆有限公司" in outcome.out
    assert lines[-1] == "36 of 36 members (137 declared)"


def test_the_real_members(run: Run) -> None:
    outcome = run("list", "-r", REAL_REGISTRY, "-f", "json")
    assert len(json.loads(outcome.out)) == 36
    vehicles = json.loads(run("filter", "整车企业", "-r", REAL_REGISTRY, "-f", "json").out)
    assert len(vehicles) == 25


def test_tsv_escapes_what_would_break_its_lines(run: Run, tmp_path: Path) -> None:
    text = '[[members]]\nid = "M1"\nname = "a\\\\b\\nc\\td"\ncategory = "x"\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    out = run("list", "--columns", "id,name", "--headings", "keys").out
    assert out == "id\tname\nM1\ta\\\\b\\nc\\td\n"


def test_every_word_that_an_import_knows_names_the_same_field(run: Run, registry: Path) -> None:
    for field in KIND.fields.values():
        for word in (*field.names, *field.aliases):
            assert KIND.known_field(word) is field
            assert key_of(KIND, word) == field.key
            head = run("list", "--headings", "keys", "-f", "tsv", "--columns", word).out
            assert head.split("\n")[0] == field.key
    for key, field in KIND.people.items():
        for part in field.type.fields.values():
            for word in (*part.names, *part.aliases):
                assert field.type.field_called(word) is part
                assert KIND.column_words[1][name_key(word)] == f"{key}.{part.key}"


def test_quotes_and_marks_that_belong_to_a_value_stay(run: Run, tmp_path: Path) -> None:
    member = '[[members]]\nid = "M00{0}"\nname = "{1}"\ncategory = "parts"\n'
    names = ["甲’s, 乙’s", "“甲”厂", "O'Neil", "Xi'an"]
    text = "".join(member.format(number, name) for number, name in enumerate(names))
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert ids(run, "-w", "name='甲’s, 乙’s'") == "M000"
    assert ids(run, "-w", "name=“甲”厂") == "M001"
    assert ids(run, "-w", "name=O'Neil,Xi'an") == "M002 M003"
    assert ids(run, "-w", "name='O'Neil',Xi'an") == "M002 M003"
