"""Files that are no registry: one line, exit 3, at the place to mend."""

import gzip
import json
import os
import socket
from pathlib import Path

import pytest

from alliance_cli.store.load import document_of

from .conftest import SMALL, Run

TEXT = '[[members]]\nid = "M1"\nname = "湖北省汽车产业技术创新联盟"\ncategory = "x"\n'


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TEXT.encode("gbk"), "f:3:9: error S101: not UTF-8; it looks like GBK (GB 18030)"),
        (
            TEXT.replace("汽车产业技术创新联盟", "汽車產業技術創新聯盟").encode("big5"),
            "f:3:9: error S101: not UTF-8; it looks like Big5",
        ),
        (TEXT.encode("utf-16"), "f:1:1: error S101: not UTF-8; it looks like UTF-16"),
        (TEXT.encode("utf-16-le"), "f:1:1: error S101: not UTF-8; it looks like UTF-16"),
        (TEXT.encode("utf-32"), "f:1:1: error S101: not UTF-8; it looks like UTF-32"),
        (gzip.compress(b"x", mtime=0), "error S101: this is a gzip file, not a text"),
        (b"PK\x03\x04\xff\xfe", "error S101: this is an Excel workbook or a zip file"),
        (bytes(range(256)), "error S101: not UTF-8 text"),
        (b"[[members]]\nid = '\x00'", "f:2:7: error S102:"),
        (b"", "f:1:1: error R201: the file is empty"),
        (b"x" * 100 + b"." + b"y.z" * 40_000 + b" = 1", "error S103: nested deeper"),
        (b"a = " + b"9" * 5000, "f:1:5: error S103: a number too long"),
        (b"[[members]]\na = 0x" + b"f" * 5000, "f:2:5: error S103: a number beyond 64 bits"),
        (b"[[members]]\na = 0xffffffffffffffff", "f:2:5: error S103: a number beyond 64 bits"),
        (b"[[members]]\na = 0o1" + b"0" * 21, "f:2:5: error S103: a number beyond 64 bits"),
        (b"[[members]]\na = 0b1" + b"0" * 63, "f:2:5: error S103: a number beyond 64 bits"),
    ],
)
def test_bytes_that_are_no_registry(raw: bytes, expected: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(raw)
    for command in ("list", "show M1", "export out.csv", "schema"):
        outcome = run(*command.split(), "-r", "f", code=3)
        assert expected in outcome.err
        assert outcome.err.count("\n") == 1
        assert outcome.out == ""
    report = run("validate", "f", code=3)
    assert expected in report.out


@pytest.mark.parametrize("name", ["none.toml", ".", "/dev/null", "a\0b", "x" * 5000])
def test_what_is_no_file(name: str, run: Run) -> None:
    for command in ("list", "add --name=新厂 --category=x", "export a.csv"):
        outcome = run(*command.split(), "-r", name, code=3)
        assert outcome.out == ""
        assert outcome.err.count("\n") == 1
    assert "error S104: " in run("validate", name, code=3).out
    (finding,) = json.loads(run("validate", "-f", "json", name, code=3).out)["findings"]
    assert finding["code"] == "S104"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
def test_pipes_sockets_and_circles_of_links_do_not_hang(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for name in ("pipe", "circle", "socket"):
            run("list", "-r", name, code=3)


def test_what_is_ordinary(run: Run, tmp_path: Path) -> None:
    plain = run("list", "-r", _write(tmp_path, SMALL.encode())).out
    assert run("list", "-r", _write(tmp_path, b"\xef\xbb\xbf" + SMALL.encode())).out == plain
    assert run("list", "-r", _write(tmp_path, SMALL.replace("\n", "\r\n").encode())).out == plain
    inline = (
        'members = [{ id = "M001", name = "东风本田", category = "vehicle", status = "active" }]\n'
    )
    assert "M001\t东风本田\tvehicle" in run("list", "-r", _write(tmp_path, inline.encode())).out
    sub_tables = "[[members]]\nid = 'A'\n[[members.contacts]]\nname = '张三'\n"
    shown = run("list", "-r", _write(tmp_path, sub_tables.encode()), "--columns", "id,contacts")
    assert shown.out == "ID\tContacts\nA\t张三\n"


def _write(folder: Path, raw: bytes) -> Path:
    path = folder / "some.toml"
    path.write_bytes(raw)
    return path


def test_the_registry_is_found_above_and_by_name(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("list", "-f", "ids").out == "M001\nM002\n"
    (tmp_path / "a" / "data").mkdir()
    nearer = tmp_path / "a" / "data" / "members.toml"
    nearer.write_text("[[members]]\nid = 'N1'\n", encoding="utf-8")
    assert run("list", "-f", "ids").out == "N1\n"
    monkeypatch.setenv("ALLIANCE_REGISTRY", str(registry))
    assert run("list", "-f", "ids").out == "M001\nM002\n"
    assert run("list", "-f", "ids", "-r", nearer).out == "N1\n"
    assert run("-r", nearer, "list", "-f", "ids").out == "N1\n"


def test_no_registry_anywhere(run: Run) -> None:
    assert "there is no members.toml or data/members.toml" in run("list", code=3).err


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_the_bytes_it_was_read_from_and_no_others(
    mark: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raw = mark + "# 联盟 😀\r\n[alliance]\nname = '甲'\n".encode()
    monkeypatch.setattr("alliance_cli.store.load._CHARACTERS_A_PIECE", 7)
    file = tmp_path / "members.toml"
    document = document_of(file, raw)
    assert document.raw == raw
    others = (raw[1:], raw[:-1], raw + b"\n", raw.replace(b"\r", b""), b"", mark)
    for stands, holds in ((True, raw), *((False, other) for other in others)):
        file.write_bytes(holds)
        assert document.is_in(holds) is document.still_stands() is stands
