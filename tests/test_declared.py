"""Fields that a registry declares itself are fields in every respect."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from .conftest import SMALL, Outcome, Run

REGISTRY = """\
[alliance]
name = "试点联盟"

[categories]
vehicle = "整车企业"
parts = "零部件企业"

[fields.tier]
label = "配套层级"
label_en = "Tier"
help = "在整车供应链中的层级"
type = "choice"
choices = { t1 = "一级", t2 = "二级" }
for = ["parts"]
wanted = true
aliases = ["供应层级"]

[fields.history]
label = "企业简史"
type = "lines"

[fields.capacity]
label = "年产能"
type = "number"

[fields.expires]
label = "认证到期"
type = "date"

[fields.listed]
label = "是否上市"
type = "truth"

[fields.shop]
label = "网店"
type = "url"

[fields.markets]
label = "出口市场"
type = "choices"
choices = { eu = "欧盟", asean = "东盟" }

[fields.plants]
label = "生产基地"
type = "texts"

[fields.motto]
label = "口号"
type = "text"

[fields.hotline]
label = "值班手机"
type = "text"
personal = true

[fields.wechat]
label = "微信"
type = "text"
of = "contacts"
personal = true

[fields.floor]
label = "楼层"
type = "number"
of = "contacts"

[[members]]
id = "M001"
name = "东风本田"
category = "vehicle"

[[members]]
id = "M002"
name = "骆驼集团"
category = "parts"
tier = "t1"
history = "第一行\\n第二行"
capacity = 12000
expires = 2999-01-01
listed = true
shop = "https://shop.example.com"
markets = ["eu", "asean"]
plants = ["襄阳", "谷城"]
motto = "安全第一"
hotline = "13812345678"

[[members.contacts]]
name = "张三"
wechat = "zhangsan138"
floor = 3
"""

# Of each type: the key, the label, a value as a person types it, and as the file has it.
TYPED = {
    "tier": ("配套层级", "二级", 'tier = "t2"'),
    "history": ("企业简史", "始于 1990 年", 'history = "始于 1990 年"'),
    "capacity": ("年产能", "1500", "capacity = 1500"),
    "expires": ("认证到期", "2031年5月28日", "expires = 2031-05-28"),
    "listed": ("是否上市", "是", "listed = true"),
    "shop": ("网店", "http://www.a.com", 'shop = "http://www.a.com"'),
    "markets": ("出口市场", "东盟", 'markets = ["asean"]'),
    "plants": ("生产基地", "十堰", 'plants = ["十堰"]'),
    "motto": ("口号", "诚信", 'motto = "诚信"'),
    "hotline": ("值班手机", "13912345678", 'hotline = "13912345678"'),
}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(REGISTRY, encoding="utf-8", newline="")
    return path


def test_declarations_are_right_and_so_are_their_values(run: Run, registry: Path) -> None:
    assert run("validate").out == "2 members, no findings\n"
    out = run("validate", "--strict", code=1).out
    assert "M408 tier" not in out, "M001 is of another category, M002 has it"


@pytest.mark.parametrize("key", TYPED)
def test_a_declared_field_is_set_found_shown_and_taken_out(
    key: str, run: Run, registry: Path
) -> None:
    label, typed, written = TYPED[key]
    run("edit", "M002", "--unset", label)
    assert f"\n{key} = " not in registry.read_text(encoding="utf-8")
    assert run("list", "-w", f"{key}=", "-f", "ids").out.split() == ["M001", "M002"]
    run("edit", "M002", "--set", f"{label}={typed}")
    text = registry.read_text(encoding="utf-8")
    # In the order of the declarations, above the contacts.
    assert f"\n{written}\n" in text[text.index('"M002"') : text.index("[[members.contacts]]")]
    assert run("list", "-w", f"{label}={typed}", "-f", "ids").out == "M002\n"
    assert run("list", "--sort", f"-{key}", "-f", "ids").out.split()[0] == "M002"
    assert run("validate").code == 0
    out = run("list", "--columns", f"id,{label}", "--headings", "zh", "--contacts").out
    assert out.splitlines()[0] == f"会员编号\t{label}"
    shown = out.splitlines()[2].split("\t")[1]
    card = run("show", "M002", "--contacts", "--headings", "zh").out
    assert f"{label}\t{shown}\n" in card
    assert json.loads(run("show", "M002", "-f", "json", "--contacts").out)[key]


def test_fields_stand_in_the_order_of_their_declarations(run: Run, registry: Path) -> None:
    run("edit", "M001", "--set", "motto=诚信", "--set", "capacity=5", "--set", "city=武汉")
    text = registry.read_text(encoding="utf-8")
    keys = [line.split(" = ")[0] for line in text[text.index('id = "M001"') :].split("\n")[:6]]
    assert keys == ["id", "name", "category", "city", "capacity", "motto"]


def test_lists_and_contacts_have_their_parts(run: Run, registry: Path) -> None:
    run("edit", "M002", "--append", "出口市场=欧盟", "--drop", "markets=东盟")
    run("edit", "M002", "--set", "plants.0=十堰", "--set", "contacts.0.微信=lisi")
    run("edit", "M002", "--append", "contacts=name=李四,楼层=7")
    text = registry.read_text(encoding="utf-8")
    assert 'markets = ["eu"]\nplants = ["十堰", "谷城"]\n' in text
    assert 'wechat = "lisi"\nfloor = 3\n' in text
    assert 'name = "李四"\nfloor = 7\n' in text


def test_every_wrong_value_is_told_at_its_place(run: Run, registry: Path) -> None:
    wrong = {
        'tier = "t1"': ('tier = "一级"', "F304"),
        "capacity = 12000": ('capacity = "12000"', "F301"),
        "expires = 2999-01-01": ('expires = "2999-01-01"', "F301"),
        "listed = true": ('listed = "是"', "F301"),
        '"https://shop.example.com"': ('"shop.example.com"', "F303"),
        '["eu", "asean"]': ('["eu", "eu"]', "F317"),
        'motto = "安全第一"': ('motto = " 安全第一"', "F307"),
        "floor = 3": ("floor = -3", "F305"),
        'category = "vehicle"': ('category = "vehicle"\ntier = "t1"', "M411"),
        'category = "parts"\n': ('category = "parts"\nundeclared = 1\n', "M402"),
    }
    text = REGISTRY
    for right, (mistake, _) in wrong.items():
        assert right in text
        text = text.replace(right, mistake)
    registry.write_text(text, encoding="utf-8", newline="")
    found = json.loads(run("validate", "-f", "json", code=1).out)["findings"]
    assert {each["code"] for each in found} == {code for _, code in wrong.values()}
    lines = text.splitlines()
    for each in found:
        key = each["field"].split(".")[-1]
        assert lines[each["line"] - 1].startswith(f"{key} = "), each
    run("validate", "--fix", code=1)
    repaired = registry.read_text(encoding="utf-8")
    for line in ('tier = "t1"', "capacity = 12000", "expires = 2999-01-01", "listed = true"):
        assert f"\n{line}\n" in repaired
    assert '\nmarkets = ["eu"]\n' in repaired
    assert '\nmotto = "安全第一"\n' in repaired


def test_required_and_wanted_fields_are_asked_of_their_categories(run: Run, registry: Path) -> None:
    text = REGISTRY.replace("wanted = true", "required = true").replace('tier = "t1"\n', "")
    registry.write_text(text, encoding="utf-8")
    out = run("validate", code=1).out
    assert out.count("M401 tier: tier is missing") == 1
    assert "[M002 骆驼集团]" in out


def personal(outcome: Outcome) -> bool:
    return "13812345678" in outcome.out + outcome.err or "zhangsan138" in outcome.out + outcome.err


def test_personal_values_are_masked_everywhere(run: Run, registry: Path) -> None:
    commands = [
        ["list", "--columns", "all"],
        ["list", "-f", "json"],
        ["list", "-f", "csv", "--columns", "all"],
        ["list", "-f", "markdown", "--columns", "all"],
        ["list", "-f", "table", "--columns", "all"],
        ["show", "M002"],
        ["show", "M002", "-f", "json"],
        ["show", "M002", "-f", "card"],
        ["export", "-", "--columns", "all"],
        ["edit", "M002", "--set", "motto=x", "--set", "hotline=13812345679", "--dry-run"],
        ["edit", "M002", "--set", "contacts.0.wechat=zhangsan1386", "--dry-run"],
        ["remove", "M002", "--dry-run"],
    ]
    for command in commands:
        assert not personal(run(*command)), command
        if command[0] not in ("edit", "remove"):
            assert personal(run(*command, "--contacts")), command
    run("edit", "M002", "--set", "hotline=13912340000")
    registry.write_text(REGISTRY.replace('"13812345678"', '" 13812345678"'), encoding="utf-8")
    assert not personal(run("validate"))
    assert not personal(run("validate", "--fix", "--diff"))


def test_every_field_comes_back_from_csv_and_workbooks(run: Run, registry: Path) -> None:
    for name in ("a.csv", "a.tsv", "a.xlsx"):
        run("export", name, "--contacts")
        assert "2 unchanged" in run("import", name).err or "3 unchanged" in run("import", name).err
    rows = list(csv.DictReader(io.StringIO(run("export", "-", "--columns", "all").out)))
    assert rows[1]["配套层级"] == "一级"
    assert rows[1]["出口市场"] == "欧盟、东盟"


def test_the_sums_of_a_declared_number_are_told(run: Run, registry: Path) -> None:
    text = REGISTRY.replace("[fields.capacity]", "[fields.capacity]\nsummed = true")
    registry.write_text(text, encoding="utf-8")
    run("export", "a.xlsx")
    sheet = openpyxl.load_workbook("a.xlsx")["合计"]
    assert "合计 12,000" in sheet["A3"].value
    registry.write_text(text.replace('"number"', '"lines"', 1), encoding="utf-8")
    assert "F303 capacity.summed: only numbers have sums" in run("validate", code=1).out


def test_the_workbook_helps_to_fill_declared_fields_in(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--summary")
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book["会员名单"]
    headings = {cell.value: cell for cell in sheet[1]}
    assert "可选：一级、二级" in headings["配套层级"].comment.text
    assert "在整车供应链中的层级" not in headings["年产能"].comment.text
    lists = {column[0].value: [c.value for c in column[1:]] for column in book["字典"].columns}
    assert lists["配套层级"][:2] == ["一级", "二级"]
    assert lists["是否上市"][:2] == ["是", "否"]
    column = headings["值班手机"].column
    assert sheet.cell(3, column).number_format == "@"
    assert sheet.cell(3, headings["认证到期"].column).is_date
    checks = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "custom", "whole"} <= checks
    summary = {cell.value for column in book["概览"].columns for cell in column}
    assert {"配套层级", "出口市场", "欧盟", "是否上市"} <= summary


def test_the_form_asks_for_declared_fields_and_comes_back(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template")
    sheet = openpyxl.load_workbook("f.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[3]]
    assert {label for label, _, _ in TYPED.values()} <= set(headings)
    assert {"微信", "楼层"} <= set(headings)
    run("export", "g.xlsx", "--template", "-w", "id=M002", "--contacts")
    assert "1 unchanged" in run("import", "g.xlsx").err
    book = openpyxl.load_workbook("g.xlsx")
    sheet = book.worksheets[0]
    place = {cell.value: cell.column for cell in sheet[3]}
    for label, typed, _ in TYPED.values():
        sheet.cell(4, place[label]).value = typed
    book.save("h.xlsx")
    run("import", "h.xlsx", "--apply")
    text = registry.read_text(encoding="utf-8")
    for _, _, written in TYPED.values():
        assert f"\n{written}\n" in text


def test_lists_call_declared_fields_by_their_headings_and_aliases(run: Run, registry: Path) -> None:
    Path("list.csv").write_text(
        "单位名称,类别,供应层级,年产能,联系人,手机,微信\n"
        "新厂,零部件企业,二级,800,李四,13812340002,lisi\n"
        "旧厂,零部件企业,三级,800,,,\n",
        encoding="utf-8",
    )
    outcome = run("import", "list.csv", "--apply", "--rejects", "bad.csv", code=1)
    assert "tier: 三级 is not one of the choices; there are: 一级, 二级" in outcome.out
    text = registry.read_text(encoding="utf-8")
    assert 'category = "parts"\ntier = "t2"\ncapacity = 800\n' in text
    assert 'mobile = "13812340002"\nwechat = "lisi"\n' in text
    run("import", "list.csv", "--default", "口号=诚信", "--map", "供应层级=")
    outcome = run("import", "list.csv", "--default", "口嚎=x", code=2)
    assert "there is no field 口嚎" in outcome.err


def test_the_schema_has_declared_fields(run: Run, registry: Path) -> None:
    schema = json.loads(run("schema").out)
    member = schema["properties"]["members"]["items"]["properties"]
    assert member["tier"]["title"] == "配套层级"
    assert member["tier"]["oneOf"] == [
        {"const": "t1", "title": "一级"},
        {"const": "t2", "title": "二级"},
    ]
    assert member["capacity"] == {
        "title": "年产能",
        "description": "年产能 / 年产能",
        "type": "number",
        "minimum": 0,
    }
    assert "wechat" in member["contacts"]["items"]["properties"]
    declaration = schema["properties"]["fields"]["additionalProperties"]
    assert declaration["required"] == ["label", "type"]


def test_the_registry_documents_its_fields(run: Run, registry: Path) -> None:
    page = run("schema", "-f", "markdown").out
    assert "| `tier` | Tier | 配套层级 | 供应层级 |" in page
    assert "一级、二级" in page or "一级, 二级" in page
    assert "| `contacts.wechat` |" in page


def test_a_label_of_a_wrong_type_keeps_nobody_from_looking(run: Run, registry: Path) -> None:
    text = SMALL.replace('vehicle = "整车企业"', "vehicle = 1")
    declared = '\n[fields.a]\nlabel = "甲"\ntype = "text"\nfor = ["vehicle", "nobody"]\n'
    registry.write_text(text + declared, encoding="utf-8")
    found = json.loads(run("validate", "-f", "json", code=3).out)["findings"]
    assert [(each["code"], each["field"]) for each in found] == [("R202", None), ("F304", "a.for")]


def test_a_declaration_that_is_wrong_leaves_its_values_alone(run: Run, registry: Path) -> None:
    text = REGISTRY.replace('type = "number"', 'type = "nubmer"', 1)
    registry.write_text(text, encoding="utf-8")
    out = run("validate", code=1).out
    assert "F304 capacity.type: nubmer is not one of the keys" in out
    assert "did you mean number?" in out
    assert "1 error, 0 warnings" in out, "the values are told of no further"
    assert run("list", "--columns", "id,年产能").out.splitlines()[2] == "M002\t12000"
    # Another command goes on, and the gate lets what was wrong before be.
    run("edit", "M001", "--set", "city=武汉")
