"""`export` to Parquet and SQLite: typed tables for other engines."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas
import pytest
from pyarrow import parquet

from alliance_cli import read_registry
from alliance_cli.kinds.known import KINDS

from .conftest import REAL_REGISTRY, SMALL, Run
from .test_frame import EVERY_TYPE, HOSTILE, WRONG


def queried(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def tables_of(path: Path) -> list[str]:
    return [name for (name,) in queried(path, "SELECT name FROM sqlite_schema WHERE sql NOT NULL")]


def references_of(path: Path, table: str) -> set[tuple[str, str, str]]:
    question = f"SELECT [from], [table], [to] FROM pragma_foreign_key_list('{table}')"
    return {(column, other, key) for column, other, key in queried(path, question)}


def check_whole(path: Path) -> None:
    assert queried(path, "PRAGMA integrity_check") == [("ok",)]
    assert queried(path, "PRAGMA foreign_key_check") == []


# --- Parquet


def test_parquet_has_the_columns_and_types_of_the_frame(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(EVERY_TYPE, encoding="utf-8")
    assert run("export", "a.parquet", "--headings", "zh").err == "2 members written to a.parquet\n"
    read, frame = pandas.read_parquet("a.parquet"), read_registry(path).frame()
    assert list(read.columns) == list(frame.columns)
    # Parquet has no seconds.
    dtypes = [str(each).replace("[s]", "[ms]") for each in frame.dtypes]
    assert list(map(str, read.dtypes)) == dtypes
    for name in frame.columns:
        as_text = list if frame[name].dtype == "object" else str
        wanted = frame[name].astype(read[name].dtype)
        assert list(map(as_text, read[name])) == list(map(as_text, wanted)), name
    assert list(read["tier"].cat.categories) == ["t2", "t1"]
    assert read["tier"].cat.ordered


def test_contacts_are_a_column_of_lists_only_if_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(EVERY_TYPE, encoding="utf-8")
    run("export", "a.parquet")
    assert "contacts" not in parquet.read_schema("a.parquet").names
    assert b"13812340001" not in Path("a.parquet").read_bytes()
    run("export", "b.parquet", "--contacts", "--columns", "id,contacts")
    first, second = parquet.read_table("b.parquet").to_pylist()
    assert first["contacts"] == [
        {
            **dict.fromkeys(("title", "phone", "email")),
            "name": "张三",
            "mobile": "13812340001",
            "primary": True,
            "floor": 3.0,
        }
    ]
    assert second == {"id": "M2", "contacts": []}


def test_of_nobody_there_are_the_same_types(run: Run, registry: Path) -> None:
    run("export", "a.parquet", "--contacts")
    run("export", "b.parquet", "--contacts", "-w", "city=宜昌")
    empty, full = (parquet.read_table(name) for name in ("b.parquet", "a.parquet"))
    assert empty.num_rows == 0
    assert empty.schema.remove_metadata() == full.schema.remove_metadata()


def test_without_pyarrow_one_line_says_how_to_install_it(tmp_path: Path, registry: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from alliance_cli.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "a.parquet"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Parquet needs pyarrow, which is not installed" in done.stderr
    assert "pip install 'alliance-cli[parquet]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.parquet").exists()


# --- SQLite


def test_a_database_has_tables_with_keys_and_references(run: Run, registry: Path) -> None:
    registry.write_text(SMALL + 'parent = "M001"\n', encoding="utf-8")
    run("export", "a.sqlite", "--all", "--contacts")
    path = Path("a.sqlite")
    check_whole(path)
    assert references_of(path, "members") == {
        ("parent", "members", "id"),
        ("category", "categories", "key"),
        ("level", "levels", "key"),
        ("status", "member_status_choices", "key"),
        ("founding_role", "member_founding_role_choices", "key"),
    }
    assert references_of(path, "member_groups") == {
        ("member_id", "members", "id"),
        ("group", "groups", "key"),
    }
    assert references_of(path, "contacts") == {("member_id", "members", "id")}
    assert queried(
        path,
        "SELECT members.id, employees, joined, categories.name, tag, mobile FROM members "
        "JOIN categories ON key = category JOIN member_tags ON member_tags.member_id = id "
        "JOIN contacts ON contacts.member_id = id ORDER BY member_tags.position",
    ) == [
        ("M001", 12000, "2019-05-28", "整车企业", "新能源", "13812340001"),
        ("M001", 12000, "2019-05-28", "整车企业", "出口", "13812340001"),
    ]
    assert queried(path, "SELECT * FROM member_status_choices LIMIT 2") == [
        ("applicant", "申请中", "applicant", 1),
        ("active", "正常", "active", 2),
    ]


def test_contacts_are_no_table_unless_asked_for(run: Run, registry: Path) -> None:
    run("export", "a.db", "--columns", "name,tags,contacts")
    tables = tables_of(Path("a.db"))
    assert tables[:2] == ["members", "member_tags"]
    assert {*KINDS, "earlier", "seats", "periods"} <= {*tables}
    assert "contacts" not in tables
    assert queried(Path("a.db"), "SELECT * FROM members")[0] == ("M001", "东风本田")
    raw = Path("a.db").read_bytes()
    assert "张三".encode() not in raw
    run("export", "b.db", "--contacts")
    assert "contacts" in tables_of(Path("b.db"))


def test_every_type_is_held_as_sqlite_has_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(EVERY_TYPE, encoding="utf-8")
    run("export", "a.sqlite", "--contacts")
    path = tmp_path / "a.sqlite"
    check_whole(path)
    columns = "joined, joined_text, expires, expires_text, capacity, listed, hotline, tier"
    assert queried(path, f"SELECT {columns} FROM members") == [
        ("2019-05-28", "2019-05-28", None, "2999-05", 3.0, 1, 8312345.0, "t1"),
        (None, "2020", None, None, None, None, None, None),
    ]
    assert queried(path, "SELECT * FROM member_markets") == [("M1", 1, "eu"), ("M1", 2, "asean")]
    assert queried(path, "SELECT key, name FROM member_tier_choices") == [
        ("t2", "二级"),
        ("t1", "一级"),
    ]


def test_the_same_registry_gives_the_same_bytes(run: Run) -> None:
    for ending in ("sqlite", "parquet"):
        for name in ("a", "b"):
            run("export", f"{name}.{ending}", "-r", REAL_REGISTRY, "--contacts")
        assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()


def test_what_a_reference_would_not_find_is_none(run: Run, registry: Path) -> None:
    text = SMALL.replace('category = "parts"', 'category = "none"\nparent = "M003"')
    registry.write_text(text, encoding="utf-8")
    run("export", "a.sqlite")
    check_whole(Path("a.sqlite"))
    wanted = {"level", "status", "founding_role"}
    assert {column for column, _, _ in references_of(Path("a.sqlite"), "members")} == wanted
    assert queried(Path("a.sqlite"), "SELECT category, parent FROM members WHERE id = 'M002'") == [
        ("none", "M003")
    ]


@pytest.mark.parametrize("ending", ["sqlite", "parquet"])
def test_hostile_names_and_values_are_only_data(run: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / "members.toml"
    evil = "x'); DROP TABLE members; --\\u0000"
    more = (
        f'\n[fields.members]\nlabel = "m"\ntype = "choices"\nchoices = {{ "{evil}" = "a\\"b" }}\n'
        f'\n[fields.member_products]\nlabel = "p"\ntype = "choice"\nchoices = {{ a = "b" }}\n'
        f'\n[fields.order]\nlabel = "o"\ntype = "text"\nof = "contacts"\n'
    )
    text = HOSTILE.replace('name = "甲厂"', f'name = "{evil}"\nmembers = ["{evil}"]')
    path.write_text(text.replace("[[members]]", more + "\n[[members]]", 1), encoding="utf-8")
    run("export", f"a.{ending}", "--contacts")
    name = "x'); DROP TABLE members; --\0"
    if ending == "parquet":
        (row,) = parquet.read_table("a.parquet").to_pylist()
        assert (row["name"], row["members"], row["JOINED_2"]) == (name, [name], "x")
        return
    check_whole(Path("a.sqlite"))
    assert queried(Path("a.sqlite"), "SELECT name, JOINED_2 FROM members") == [(name, "x")]
    assert queried(Path("a.sqlite"), "SELECT members FROM member_members") == [(name,)]
    assert queried(Path("a.sqlite"), "SELECT member_id, member_id_2 FROM contacts") == [("M1", 1)]


@pytest.mark.parametrize("ending", ["sqlite", "parquet"])
def test_values_that_are_left_out_are_told_of(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / "members.toml").write_text(WRONG, encoding="utf-8")
    told = run("export", f"a.{ending}").err
    assert told.startswith("members: left out, as they are not of the type of their field: 3;")
    assert told.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALL.replace('"M002"', '"M001"'), "2 members have the id M001"),
        (SMALL.replace('id = "M002"\n', ""), "there are members without an id"),
    ],
)
def test_ids_that_tell_nobody_apart_are_refused(
    run: Run, registry: Path, text: str, message: str
) -> None:
    registry.write_text(text, encoding="utf-8")
    outcome = run("export", "a.sqlite", code=1)
    assert message in outcome.err
    assert "`alliance validate` tells where" in outcome.err
    assert not Path("a.sqlite").exists()


def test_more_columns_than_sqlite_has_are_one_line(run: Run, registry: Path) -> None:
    declared = "".join(f'\n[fields.f{n}]\nlabel = "l{n}"\ntype = "text"\n' for n in range(2000))
    registry.write_text(declared + SMALL, encoding="utf-8")
    assert "SQLite refuses: too many columns" in run("export", "a.sqlite", code=3).err
    assert not Path("a.sqlite").exists()


@pytest.mark.parametrize("option", ["--encoding=utf-8", "--summary", "--by=city", "--template"])
def test_options_of_other_formats_are_refused(run: Run, registry: Path, option: str) -> None:
    for ending in ("sqlite", "parquet"):
        assert f"does not go with {ending}" in run("export", f"a.{ending}", option, code=2).err
