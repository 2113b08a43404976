"""Words of a registry: choices with aliases, and the words that a list has for them."""

import json
from pathlib import Path

import pytest

from .conftest import Run

REGISTRY = """\
[categories]
vehicle = { label = "整车企业", aliases = ["整车", "主机厂"] } # 厂
parts = "零部件企业"
[categories.university]
label = "大专院校"
aliases = ["高校"]

[levels]
vice = "副理事长单位"
head = "理事长单位"
council = "理事单位"

[groups]
net = { label = "智能网联组", aliases = ["网联"] }

[fields.tier]
label = "配套层级"
type = "choice"
choices = { t1 = { label = "一级", aliases = ["甲级"] }, t2 = "二级" }

[[members]]
id = "M001"
name = "东风本田"
category = "vehicle"

[[members]]
id = "M002"
name = "武汉大学"
category = "university"
groups = ["net"]
tier = "t1"
"""


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(REGISTRY, encoding="utf-8", newline="")
    return path


def test_an_alias_is_right_and_a_label_is_what_people_see(run: Run, registry: Path) -> None:
    assert run("validate").out == "2 members, no findings\n"
    out = run("list", "--columns", "id,category,groups,tier", "--headings", "zh").out
    assert out.splitlines()[1:] == ["M001\t整车企业\t\t", "M002\t大专院校\t智能网联组\t一级"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("-c", "主机厂"), "M001"),
        (("-c", "高校"), "M002"),
        (("--group", "网联"), "M002"),
        (("-w", "配套层级=甲级"), "M002"),
        (("-w", "类别!=整车"), "M002"),
        (("-w", "类别~主机"), "M001"),
    ],
)
def test_aliases_find(filters: tuple[str, ...], found: str, run: Run, registry: Path) -> None:
    assert run("list", "-f", "ids", *filters).out == f"{found}\n"


@pytest.mark.parametrize(
    "typed",
    [
        ("edit", "M002", "--set", "category=整车", "--set", "groups=网联", "--set", "tier=甲级"),
        ("add", "--name", "甲厂", "--category", "整车", "--group", "网联", "--set=tier=甲级"),
    ],
    ids=["edit", "add"],
)
def test_what_is_typed_is_written_as_the_key(
    typed: tuple[str, ...], run: Run, registry: Path
) -> None:
    run(*typed)
    text = registry.read_text(encoding="utf-8")
    last = text[text.rindex("[[members]]") :]
    for line in ('category = "vehicle"', 'groups = ["net"]', 'tier = "t1"'):
        assert line in last
    assert text[: text.index("[[members]]")] == REGISTRY[: REGISTRY.index("[[members]]")]


def test_a_list_is_read_with_aliases(run: Run, registry: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "单位名称,类别,专项工作组,配套层级\n甲厂,主机厂,网联,甲级\n武汉大学,高校,网联,甲级\n",
        encoding="utf-8",
    )
    out = run("import", tmp_path / "list.csv", "--apply").err
    assert "1 new, 1 unchanged" in out
    assert 'category = "vehicle"\ngroups = ["net"]\ntier = "t1"\n' in registry.read_text("utf-8")


def test_an_alias_in_the_file_is_repaired_to_the_key(run: Run, registry: Path) -> None:
    text = REGISTRY.replace('category = "vehicle"', 'category = "主机厂"').replace('"t1"', '"甲级"')
    registry.write_text(text, encoding="utf-8", newline="")
    assert run("validate", code=1).out.count("F304") == 2
    run("validate", "--fix")
    assert registry.read_text(encoding="utf-8") == REGISTRY


@pytest.mark.parametrize(
    ("option", "typed", "meant"),
    [
        ("-c", "零部件", "零部件企业"),
        ("-c", "零部", "零部件企业"),
        ("-c", "省内大专院校", "大专院校"),
        ("-c", "主机", "整车企业"),
        ("-c", "part", "parts"),
        # Within two labels, and like none.
        ("-c", "企业", ""),
        ("-c", "协会", ""),
        ("--level", "理事长", "理事长单位"),
        ("--level", "理事", "理事单位"),
    ],
)
def test_what_is_likely_is_suggested(
    option: str, typed: str, meant: str, run: Run, registry: Path
) -> None:
    err = run("list", option, typed, code=2).err
    assert (f"did you mean {meant}?" in err) if meant else ("did you mean" not in err)


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(
        "单位名称,类别,专项工作组,配套层级,状态\n"
        "甲厂,客车厂,网联、车联网,甲,挂名\n乙厂,客车厂,,,正常\n丙厂,零部件,无,,\n",
        encoding="utf-8",
    )
    return path


SAID = (
    "类别：客车厂＝整车企业",
    "category:零部件=parts",
    "groups:车联网=net",
    "tier:甲=一级",
    "状态:挂名=正常",
)


def told(*said: str) -> list[str]:
    return [word for each in said for word in ("--map-value", each)]


def test_words_of_a_list_are_told_once_with_what_a_script_says(
    run: Run, registry: Path, listing: Path
) -> None:
    err = run("import", listing, code=1).err
    assert err.count("--map-value") == 5
    assert "Category: 客车厂 (2 rows) is not one of the choices" in err
    assert "--map-value 'Category:零部件=parts'" in err
    assert "--map-value 'Status:挂名=CHOICE'" in err
    data = json.loads(run("import", listing, "-f", "json", code=1).out)
    assert data["open_words"][0] == {
        "column": "category",
        "word": "客车厂",
        "rows": 2,
        "likely": None,
    }


def test_a_script_says_which_choices_the_words_are(run: Run, registry: Path, listing: Path) -> None:
    outcome = run("import", listing, "--apply", *told(*SAID))
    assert "--map-value" not in outcome.err
    text = registry.read_text(encoding="utf-8")
    assert text.startswith(REGISTRY), "nothing is remembered unasked"
    assert text.removeprefix(REGISTRY).strip("\n").split("\n\n") == [
        '[[members]]\nid = "M003"\nname = "甲厂"\ncategory = "vehicle"\n'
        'groups = ["net"]\ntier = "t1"',
        '[[members]]\nid = "M004"\nname = "乙厂"\ncategory = "vehicle"',
        '[[members]]\nid = "M005"\nname = "丙厂"\ncategory = "parts"',
    ]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("客车厂=整车", "not of the form column:value=choice"),
        ("类别:客车厂", "not of the form"),
        ("类别:=整车", "not of the form"),
        ("门类:客车厂=整车", "there is no field 门类"),
        ("单位名称:甲厂=整车", "单位名称 has no choices"),
        ("类别:客车=整车", "the list has no 客车 in 类别 (did you mean 客车厂?"),
        ("类别:客车厂=汽车", "汽车 is not one of the choices"),
        ("状态:正常=left", "正常 means active already"),
    ],
)
def test_what_is_said_of_words_must_be_right(
    said: str, refused: str, run: Run, registry: Path, listing: Path
) -> None:
    assert refused in run("import", listing, "--map-value", said, code=2).err


def test_a_word_that_is_known_may_be_said_once_more(
    run: Run, registry: Path, listing: Path
) -> None:
    said = told(*SAID, "状态:正常=active", "groups:网联=net")
    run("import", listing, "--apply", "--remember", *said)
    text = registry.read_text(encoding="utf-8")
    assert 'net = { label = "智能网联组", aliases = ["网联", "车联网"] }' in text


MEMBERS = """
[[members]]
id = "M001"
name = "东风本田"
category = "a"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '[categories] # 类别\na = "甲类" # 一\nb = "乙类"\n',
            '[categories] # 类别\na = { label = "甲类", aliases = ["子"] } # 一\n'
            'b = { label = "乙类", aliases = ["丑", "寅"] }\n\n[imports]\n"驻地" = "city"\n',
        ),
        (
            "[categories]\n# 一\na = { label = '甲类' } # 甲\n"
            'b = { label = "乙类", aliases = [ "卯", ] }\n\n[imports] # 列\n"驻 地" = "address"\n'
            '"经办" = ""\n',
            "[categories]\n# 一\na = { label = '甲类', aliases = [\"子\"] } # 甲\n"
            'b = { label = "乙类", aliases = [ "卯", "丑", "寅", ] }\n\n[imports] # 列\n'
            '"经办" = ""\n"驻地" = "city"\n',
        ),
        (
            '[categories.a]\nlabel = "甲类" # 一\n[categories.b]\nlabel = "乙类"\n'
            'aliases = ["卯"] # 二\n',
            '[categories.a]\nlabel = "甲类" # 一\naliases = ["子"]\n[categories.b]\n'
            'label = "乙类"\naliases = ["卯", "丑", "寅"] # 二\n\n[imports]\n"驻地" = "city"\n',
        ),
        (
            'categories = { a = "甲类", b = "乙类" } # 类\n',
            'categories = { a = { label = "甲类", aliases = ["子"] }, '
            'b = { label = "乙类", aliases = ["丑", "寅"] } } # 类\n\n'
            '[imports]\n"驻地" = "city"\n',
        ),
        (
            'categories.a = "甲类"\ncategories.b = "乙类" # 乙\n',
            'categories.a = { label = "甲类", aliases = ["子"] }\n'
            'categories.b = { label = "乙类", aliases = ["丑", "寅"] } # 乙\n\n'
            '[imports]\n"驻地" = "city"\n',
        ),
    ],
    ids=["labels", "tables in braces", "tables", "in braces", "dotted keys"],
)
def test_what_is_remembered_changes_its_own_bytes_alone(
    before: str, after: str, newline: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "members.toml"
    path.write_text(before + MEMBERS, encoding="utf-8", newline=newline)
    (tmp_path / "list.csv").write_text(
        "单位名称,类别,驻地\n东风本田,子,武汉\n乙厂,丑,\n丙厂,寅,\n", encoding="utf-8"
    )
    said = [*told("类别:子=a", "类别:丑=b", "类别:寅=b"), "--map", "驻地=city", "--remember"]
    run("import", "list.csv", *said)
    assert path.read_bytes() == (before + MEMBERS).replace("\n", newline).encode()
    err = run("import", "list.csv", *said, "--apply").err
    assert "remembered in members.toml: 子, 丑, 寅, 驻地" in err
    text = path.read_bytes().decode().replace(newline, "\n")
    assert text.startswith(after + MEMBERS.rstrip("\n"))
    assert run("validate").code == 0
    # Next year's list is read without a word.
    outcome = run("import", "list.csv", "--apply")
    assert outcome.err == "columns as remembered: 驻地 → city\nnothing to change\n3 unchanged\n"


def test_what_was_remembered_may_be_said_otherwise(run: Run, registry: Path) -> None:
    imports = '[imports]\n"驻地" = "address"\n"经办" = ""\n"不在表中" = "city"\n\n'
    text = REGISTRY.replace("[[members]]", imports + "[[members]]", 1)
    registry.write_text(text, encoding="utf-8", newline="")
    registry.with_name("list.csv").write_text(
        "单位名称,驻地,经办\n东风本田,荆州,小李\n", encoding="utf-8"
    )
    err = run("import", "list.csv").err
    assert "columns as remembered: 驻地 → address, 经办 → left out" in err
    outcome = run("import", "list.csv", "--map", "驻地=city")
    assert "columns as remembered: 经办 → left out" in outcome.err
    assert outcome.out.splitlines()[1].split("\t")[3:6] == ["city", "", "荆州"]


def test_nothing_is_remembered_where_nothing_is_written(
    run: Run, registry: Path, listing: Path
) -> None:
    assert (
        "please" not in run("import", listing, "--apply", "--remember", *told(SAID[0]), code=1).err
    )
    diff = run("import", listing, "--dry-run", "--remember", *told(*SAID)).out
    assert (
        '+vehicle = { label = "整车企业", aliases = ["整车", "主机厂", "客车厂"] } # 厂\n' in diff
    )
    assert registry.read_text(encoding="utf-8") == REGISTRY
    data = json.loads(run("import", listing, "-f", "json", "--remember", *told(*SAID)).out)
    # The statuses are the program's, and have no place in the registry.
    assert data["remembered"] == ["客车厂", "零部件", "车联网", "甲"]


def test_the_gate_looks_at_words_too(run: Run, registry: Path) -> None:
    text = REGISTRY.replace('parts = "零部件企业"', 'parts = { label = "零部件企业", aliases = 1 }')
    registry.write_text(text, encoding="utf-8", newline="")
    registry.with_name("list.csv").write_text("单位名称,类别\n丙厂,配套\n", encoding="utf-8")
    said = told("类别:配套=parts")
    err = run("import", "list.csv", "--apply", "--remember", *said, code=1).err
    assert "F301 categories.parts.aliases" in err
    assert registry.read_text(encoding="utf-8") == text
    run("import", "list.csv", "--apply", *said)


CAMEL = """\
[categories]
parts = "零部件企业"

[[members]]
id = "M001"
name = "骆驼集团股份有限公司"
category = "parts"

[[members]]
id = "M002"
name = "东风电池有限公司"
category = "parts"

[[members]]
id = "M003"
name = "东风电池襄阳工厂"
category = "parts"
"""


@pytest.fixture
def camel(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(CAMEL, encoding="utf-8", newline="")
    (tmp_path / "list.csv").write_text(
        "单位名称,类别,所在市州\n骆驼集团,零部件企业,襄阳\n湖北骆驼,零部件企业,\n东风电,零部件企业,\n",
        encoding="utf-8",
    )
    return path


def test_a_short_name_is_proposed_as_the_one_member_that_has_it(run: Run, camel: Path) -> None:
    err = run("import", "list.csv").err
    assert "--match '骆驼集团=M001' says that it is, --match '骆驼集团=' that it is new" in err
    assert "--match '湖北骆驼=M001'" in err
    assert "东风电" not in err, "it stands in two"
    assert "--yes accepts warnings" in run("import", "list.csv", "--apply", code=1).err
    assert camel.read_text(encoding="utf-8") == CAMEL


def test_a_script_says_whose_a_name_is(run: Run, camel: Path) -> None:
    said = ("--match", "骆驼集团=骆驼集团股份有限公司", "--match", "湖北骆驼＝")
    err = run("import", "list.csv", "--apply", *said).err
    assert "--match" not in err
    assert "2 new, 1 changed" in err
    text = camel.read_text(encoding="utf-8")
    # The name is no news of the member.
    before = CAMEL.index('\n[[members]]\nid = "M002"')
    assert text.startswith(CAMEL[:before] + 'city = "襄阳"\n' + CAMEL[before:])
    assert 'id = "M004"\nname = "湖北骆驼"\n' in text
    assert text.count("骆驼集团") == 1


def test_the_name_of_a_new_member_settles_no_other_warning(run: Run, camel: Path) -> None:
    said = ("--match", "骆驼集团=")
    assert "X504" in run("import", "list.csv", "--apply", *said, code=1).err
    one = camel.with_name("one.csv")
    one.write_text("单位名称,类别,官网\n骆驼集团,零部件企业,\n", encoding="utf-8")
    run("import", one, "--apply", *said)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("骆驼=M001", "--match: the list has no 骆驼 (did you mean 骆驼集团?"),
        ("骆驼集团=M009", "there is no member M009"),
        ("骆驼集团", "not of the form name=value"),
    ],
)
def test_what_is_said_of_names_must_be_right(
    said: str, refused: str, run: Run, camel: Path
) -> None:
    assert refused in run("import", "list.csv", "--match", said, code=2).err
