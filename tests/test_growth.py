"""Twice the work of a command costs twice as much: what it does is counted, not timed."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from .conftest import Run, steps

HEAD = '[alliance]\nname = "x"\n\n[categories]\nparts = "零部件企业"\n'
MEMBER = '\n[[members]]\nid = "M00001"\nname = "会员企业"\ncategory = "parts"\n'

Make = Callable[[int], Sequence[str]]


def listed(headings: str, rows: Sequence[str]) -> Sequence[str]:
    Path("list.csv").write_text("\n".join([headings, *rows, ""]), encoding="utf-8")
    return ("import", "list.csv", "-f", "json")


def registry_of(text: str) -> None:
    Path("members.toml").write_text(HEAD + text, encoding="utf-8")


def contacts(count: int) -> Sequence[str]:
    registry_of(MEMBER)
    rows = [f"M00001,联系人{number},138{number:08}" for number in range(count)]
    return listed("id,联系人,手机", rows)


def repairs_of_contacts(count: int) -> Sequence[str]:
    people = "".join(
        f'\n[[members.contacts]]\nname = " 联系人{number}"\n' for number in range(count)
    )
    registry_of(MEMBER + people)
    return ("validate", "--fix", "--diff")


def items_added(count: int) -> Sequence[str]:
    registry_of(MEMBER + 'tags = ["旧"]\n')
    tags = [part for number in range(count) for part in ("--append", f"tags=标签{number}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def items_dropped(count: int) -> Sequence[str]:
    registry_of(MEMBER + f"tags = {[f'标签{number}' for number in range(count)]}\n")
    tags = [part for number in range(1, count) for part in ("--drop", f"tags=标签{number}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def items_set(count: int) -> Sequence[str]:
    registry_of(MEMBER)
    tags = [part for number in range(count) for part in ("--set", f"tags=标签{number}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def cascade(count: int) -> Sequence[str]:
    registry_of("")
    rows = [f"M{n:05},会员企业{n},零部件企业,M{n - 1:05}" for n in range(2, count)]
    return listed("id,名称,类别,上级单位", ["M00001,会员企业1,没有,", *rows])


def cascade_of_names(count: int) -> Sequence[str]:
    registry_of(MEMBER)
    rows = [f"新企业{n},零部件企业,新企业{n + 1}" for n in range(count)]
    return listed("名称,类别,上级单位", rows)


def contacts_of_one_name(count: int) -> Sequence[str]:
    registry_of(MEMBER)
    return listed("id,联系人,手机", [f"M00001,王伟,138{number:08}" for number in range(count)])


def choices(count: int) -> Sequence[str]:
    registry_of("".join(f'k{number} = "类别{number}"\n' for number in range(16 * count)))
    return listed("名称,类别", [f"会员企业{n},类别{16 * n}" for n in range(count)])


def refused_rows(count: int) -> Sequence[str]:
    registry_of(MEMBER)
    return listed("id,类别,联系人邮箱", [f"M00001,没有{n},{n}@" for n in range(count)])


def named_by_one(count: int) -> Sequence[str]:
    names = [f"M{number:05}" for number in range(2, count + 2)]
    members = "".join(MEMBER.replace("M00001", name) for name in names)
    avoid = ", ".join(f'"{name}"' for name in names)
    registry_of(f'{members}\n[[experts]]\nid = "E001"\nname = "李四"\navoid = [{avoid}]\n')
    return ("remove", *names, "--cascade", "--dry-run", "--yes")


def seats_of_one(count: int) -> Sequence[str]:
    terms = "".join(
        f"\n[[bodies.terms]]\nnumber = {n}\nfrom = {1500 + n}-01-01\nuntil = {1500 + n}-12-31\n"
        for n in range(count)
    )
    seat = '\n[[members.seats]]\nbody = "b"\nrole = "lead"\nperson = "张三"\nterm = {}\n'
    body = f'\n[[bodies]]\nid = "b"\nlabel = "机构"\nroles = {{ lead = 1 }}\n{terms}'
    registry_of(body + MEMBER + "".join(map(seat.format, range(count))))
    return ("validate", "-f", "json")


def earlier_memberships(count: int) -> Sequence[str]:
    earlier = "".join(
        f"\n[[members.earlier]]\njoined = {1500 + n}-01-01\nleft = {1500 + n}-06-30\n"
        for n in range(count)
    )
    registry_of(f"{MEMBER}joined = 2020-01-01\n{earlier}")
    return ("stats", "--per", "year", "--from", "2015", "-f", "tsv")


@pytest.mark.parametrize(
    "make",
    [
        *(contacts, repairs_of_contacts, items_added, items_dropped, items_set, cascade),
        *(cascade_of_names, contacts_of_one_name),
        *(choices, refused_rows, named_by_one, seats_of_one, earlier_memberships),
    ],
)
def test_cost_grows_with_the_size(run: Run, registry: Path, make: Make) -> None:
    def cost(count: int) -> int:
        arguments = make(count)
        return steps(lambda: run(*arguments, code=None))

    # What is imported is imported before.
    _, few, many = cost(2), cost(75), cost(150)
    assert many < 2.3 * few
