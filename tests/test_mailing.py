"""Members to write to: cards, labels and a mailing list, with nothing in them that acts."""

import re
from email.utils import getaddresses
from pathlib import Path

import openpyxl
import pytest

from alliance_cli.values.characters import is_invisible

from .conftest import SMALL, Run

MORE = """
[[members]]
id = "M004"
name = "\U00020000" # a character beyond the BMP
category = "parts"
address = "武汉市, 东湖路 1 号; A 座"
postcode = "010010"

[[members.contacts]]
name = "李\\"四\\\\"
email = "ZHANGSAN@example.com"

[[members.contacts]]
name = "王五;::error::x"
title = "很长很长的职务" # folded

[[members]]
id = "M005"
name = "某厂\\n::error file=x::y"
category = "parts"
address = "::error::z"
contacts = 13812340003

[[members]]
id = "M006"
name = "坏邮箱厂"
category = "parts"
contacts = [{ email = "a b@@example" }, { mobile = "13812340006", email = "x@example.com" }]
"""


@pytest.fixture
def more(registry: Path) -> Path:
    text = SMALL.replace(
        'city = "武汉"', 'city = "武汉"\naddress = "车城大道"\npostcode = "430056"'
    )
    more = MORE.replace("很长很长的职务", "职务" * 60)
    registry.write_text(text + more, encoding="utf-8")
    return registry


def cards_of(raw: bytes) -> list[dict[str, str]]:
    """The cards of a file, unfolded and without their escapes."""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    cards: list[dict[str, str]] = []
    for line in lines[:-1]:
        if line == "BEGIN:VCARD":
            cards.append({})
        start, _, value = line.partition(":")
        cards[-1][start] = value
    assert lines[-1] == ""
    return cards


def test_a_card_for_each_contact(run: Run, more: Path) -> None:
    outcome = run("export", "a.vcf", "--contacts")
    assert outcome.err == (
        "3 members written to a.vcf\n"
        "2 without a contact were passed over\n"
        "1 who left or were expelled are not shown; --all shows them\n"
    )
    raw = Path("a.vcf").read_bytes()
    cards = cards_of(raw)
    assert cards[0] == {
        "BEGIN": "VCARD",
        "VERSION": "4.0",
        "FN": "张三",
        "N": "张三;;;;",
        "ORG": "东风本田",
        "TITLE": "主任",
        "TEL;TYPE=cell": "13812340001",
        "TEL;TYPE=work": "027-87654321",
        "EMAIL": "zhangsan@example.com",
        "ADR;TYPE=work": ";;车城大道;;;430056;",
        "END": "VCARD",
    }
    assert cards[1]["FN"] == '李"四\\\\'
    assert cards[1]["ADR;TYPE=work"] == ";;武汉市\\, 东湖路 1 号\\; A 座;;;010010;"
    assert cards[2]["FN"] == "王五\\;：：error：：x"
    assert cards[2]["TITLE"] == "职务" * 60
    assert cards[3]["FN"] == cards[3]["ORG"] == "坏邮箱厂", "a card must have a name"
    assert len(cards) == 5


def test_cards_for_telephones_that_refuse_those_of_today(run: Run, more: Path) -> None:
    run("export", "a.vcf", "--contacts")
    run("export", "b.vcf", "-f", "vcf3", "--contacts")
    newer, older = (cards_of(Path(f"{name}.vcf").read_bytes()) for name in "ab")
    assert older[0] == {
        "BEGIN": "VCARD",
        "VERSION": "3.0",
        "FN": "张三",
        "N": "张三;;;;",
        "ORG": "东风本田",
        "TITLE": "主任",
        "TEL;TYPE=cell": "13812340001",
        "TEL;TYPE=work": "027-87654321",
        "EMAIL;TYPE=INTERNET": "zhangsan@example.com",
        "ADR;TYPE=work": ";;车城大道;;;430056;",
        "END": "VCARD",
    }
    assert len(older) == len(newer)
    assert older[3]["N"] == "坏邮箱厂;;;;", "RFC 2426 needs a name in every card"
    assert newer[3]["N"] == ";;;;"


def test_lines_of_a_card_are_folded_between_characters(run: Run, more: Path) -> None:
    run("export", "a.vcf", "--contacts")
    lines = Path("a.vcf").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) in (74, 75)
    for line in lines:
        line.decode()


@pytest.mark.parametrize("start", range(60, 80))
def test_no_folded_line_begins_a_command(run: Run, registry: Path, start: int) -> None:
    registry.write_text(
        f"[[members]]\nid='M1'\nname='{'a' * start}::error file=x::y'\ncontacts=[{{name='甲'}}]\n",
        encoding="utf-8",
    )
    run("export", "a.vcf", "--contacts")
    out = Path("a.vcf").read_bytes().decode()
    assert not re.search(r"^\s*::", out, re.MULTILINE)
    assert "error file=x" in out.replace("\r\n ", "")


EXPERTS = """
[[experts]]
id = "E001"
name = "赵六; 教授"
unit = "M001"
position = "首席专家"
title = "教授"
mobile = "13812340009"
email = "zhao@example.com"
[[experts]]
id = "E002"
name = "钱七"
unit_name = "武汉大学"
title = "研究员"
phone = "027-87654321"
[[experts]]
id = "E003"
name = "孙八"
"""


def test_experts_are_reached_by_what_they_have_themselves(run: Run, registry: Path) -> None:
    registry.write_text(SMALL + EXPERTS, encoding="utf-8")
    told = run("expert", "export", "a.vcf", "--contacts").err
    assert told == "2 experts written to a.vcf\n1 without a contact were passed over\n"
    first, second = Path("a.vcf").read_text(encoding="utf-8").split("END:VCARD\n")[:2]
    assert first.splitlines()[2:] == [
        *("FN:赵六\\; 教授", "N:赵六\\; 教授;;;;", "ORG:东风本田", "TITLE:首席专家"),
        *("TEL;TYPE=cell:13812340009", "EMAIL:zhao@example.com"),
    ]
    assert second.splitlines()[4:] == ["ORG:武汉大学", "TITLE:研究员", "TEL;TYPE=work:027-87654321"]
    out = run("expert", "export", "-", "-f", "emails", "--contacts").out
    assert out == '"赵六; 教授" <zhao@example.com>\n'
    assert "(add --contacts)" in run("expert", "export", "-", "-f", "vcf", code=2).err
    run("expert", "export", "b.xlsx", "-f", "sign-in")
    rows = [*openpyxl.load_workbook("b.xlsx").active.iter_rows(min_row=4, values_only=True)]
    assert rows[0][1:5] == ("东风本田", "赵六; 教授", "首席专家", "138****0009")


def test_labels_for_the_post(run: Run, more: Path) -> None:
    outcome = run("export", "-", "-f", "labels", "--contacts")
    assert outcome.err == (
        "2 without a postal address were passed over\n"
        "1 who left or were expelled are not shown; --all shows them\n"
    )
    assert outcome.out == (
        "430056\n车城大道\n东风本田汽车有限公司\n张三 收\n\n"
        '010010\n武汉市, 东湖路 1 号; A 座\n\U00020000\n李"四\\ 收\n\n'
        "\\x3a:error::z\n某厂 ::error file=x::y\n负责人 收\n"
    )


def test_labels_name_nobody_unless_asked(run: Run, more: Path) -> None:
    out = run("export", "-", "-f", "labels", "--headings", "en").out
    assert out.startswith("430056\n车城大道\n东风本田汽车有限公司\nAttn: the person in charge\n\n")
    assert "张三" not in out


def test_a_mailing_list_has_each_address_once(run: Run, more: Path) -> None:
    outcome = run("export", "a.txt", "-f", "emails", "--contacts")
    assert "2 without a valid e-mail address were passed over\n" in outcome.err
    text = Path("a.txt").read_text(encoding="utf-8")
    assert text == '"张三" <zhangsan@example.com>\n"坏邮箱厂" <x@example.com>\n'


def test_names_in_a_mailing_list_are_quoted(run: Run, registry: Path) -> None:
    registry.write_text(
        "[[members]]\nid='M1'\nname='甲'\ncontacts=[{name='a\"b\\c, <x@y.z>;', email='m@n.cn'}]\n",
        encoding="utf-8",
    )
    out = run("export", "-", "-f", "emails", "--contacts").out
    assert out == '"a\\"b\\\\c, <x@y.z>;" <m@n.cn>\n'
    assert getaddresses([out.strip()]) == [('a"b\\c, <x@y.z>;', "m@n.cn")]


@pytest.mark.parametrize("name", ["vcf", "vcf3", "emails"])
def test_what_is_of_no_use_masked_asks_for_contacts(run: Run, registry: Path, name: str) -> None:
    outcome = run("export", "a.out", "-f", name, code=2)
    assert "(add --contacts)" in outcome.err
    assert not Path("a.out").exists()


def test_encodings_of_mailings(run: Run, more: Path) -> None:
    run("export", "a.txt", "-f", "labels", "--encoding", "gb18030")
    assert Path("a.txt").read_text(encoding="gb18030").startswith("430056\n车城大道\n")
    assert (
        "does not go with vcf"
        in run("export", "a.vcf", "--contacts", "--encoding", "gb18030", code=2).err
    )


@pytest.mark.parametrize("name", ["vcf", "vcf3", "emails", "labels"])
@pytest.mark.parametrize(
    "evil", ["\\u001b]0;x\\u0007", "\\u202e\\u200b", "x\\n::error::y", "##[x]"]
)
def test_nothing_in_them_acts(run: Run, registry: Path, name: str, evil: str) -> None:
    registry.write_text(
        f'[[members]]\nid="M1"\nname="{evil}"\naddress="{evil}"\npostcode="{evil}"\n'
        f'[[members.contacts]]\nname="{evil}"\ntitle="{evil}"\nmobile="{evil}"\nemail="a@b.cn"\n',
        encoding="utf-8",
    )
    out = run("export", "-", "-f", name, "--contacts").out
    assert not [c for c in out if is_invisible(c) and c not in "\r\n"]
    assert not re.search(r"^\s*::|##\[", out, re.MULTILINE)
    assert "b.cn" in out or name == "labels"
