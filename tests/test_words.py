"""Words of a registry: choices with aliases, and the words that a list has for them."""

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

[levels]
vice = "副理事长单位"
head = "理事长单位"
council = "理事单位"
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
