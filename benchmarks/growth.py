"""Measure how the cost of a command grows with its work: twice the size, and the CPU time of both.

    python benchmarks/growth.py [--scale F] [CASE…]

Every case is made at half its size and at its size; what counts is the least CPU time of some runs.
A cost that grows with the size doubles, give or take the start of the program; one that grows with
its square takes four times as long.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

_ALLIANCE = (sys.executable, "-m", "alliance_cli")
_ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "ALLIANCE_LANG": "en"}
_HEAD = '[alliance]\nname = "x"\n\n[categories]\nparts = "零部件企业"\n'
_LONGEST = 120

Make = Callable[[Path, int], Sequence[str]]
"""Makes the files of a case of some size in a folder; gives the arguments of the command."""


class Case(NamedTuple):
    """A command whose work grows: its size, and the seconds that it should take."""

    name: str
    size: int
    goal: float
    make: Make


def _registry(folder: Path, members: Sequence[str], head: str = _HEAD) -> None:
    (folder / "members.toml").write_text(head + "".join(members), encoding="utf-8")


def _member(number: int, more: str = "", name: str = "") -> str:
    name = name or f"会员企业{number:05}"
    return f'\n[[members]]\nid = "M{number:05}"\nname = "{name}"\ncategory = "parts"\n{more}'


def _members(count: int, more: str = "") -> list[str]:
    return [_member(number, more) for number in range(1, count + 1)]


def _list(folder: Path, headings: str, rows: Sequence[str]) -> str:
    (folder / "list.csv").write_text("\n".join([headings, *rows, ""]), encoding="utf-8")
    return "list.csv"


def _edit_all(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(size))
    return ("edit", "--all", "--set", "city=武汉", "--dry-run", "--yes")


def _fix(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(size, 'city = " 武汉"\naddress = "一路 "\n'))
    return ("validate", "--fix", "--diff")


def _many_names(command: str, *options: str) -> Make:
    def make(folder: Path, size: int) -> Sequence[str]:
        gone = 'status = "left"\nleft = 2020-01-01\n' if command == "reinstate" else ""
        _registry(folder, _members(size * 10, gone))
        names = [f"会员企业{number:05}" for number in range(1, size * 10, 10)]
        return (command, *names, *options, "--dry-run", "--yes")

    return make


def _one_member(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(10))
    return ("import", _list(folder, "id,城市", ["M00001,武汉"] * size), "-f", "json")


def _contradicting(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(10))
    rows = [f"M00001,城市{number}" for number in range(size)]
    return ("import", _list(folder, "id,城市", rows), "-f", "json")


def _contacts(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(10))
    rows = [f"M00001,联系人{number},138{number:08}" for number in range(size)]
    return ("import", _list(folder, "id,联系人,手机", rows), "-f", "json")


def _fix_contacts(folder: Path, size: int) -> Sequence[str]:
    people = "".join(
        f'\n[[members.contacts]]\nname = " 联系人{number}"\nmobile = "138 {number:08}"\n'
        for number in range(size)
    )
    _registry(folder, [_member(1, people)])
    return ("validate", "--fix", "--diff")


def _related(folder: Path, size: int) -> Sequence[str]:
    people = "".join(
        f'\n[[members.contacts]]\nname = "联系人{number % 10}"\nprimary = true\n'
        for number in range(size)
    )
    _registry(folder, [_member(1, people)])
    return ("validate", "-f", "json")


def _categories(folder: Path, size: int) -> Sequence[str]:
    half = size // 2
    words = "".join(f'c{number} = "类别{number}"\n' for number in range(half))
    _registry(folder, [], f"[alliance]\n\n[categories]\n{words}")
    rows = [f"会员企业{number:05},类别{number % half}" for number in range(size)]
    return ("import", _list(folder, "名称,类别", rows), "-f", "json")


def _names_within_names(folder: Path, size: int) -> Sequence[str]:
    names = ["甲" * (number % 50 + 2) + str(number) for number in range(size)]
    _registry(folder, [_member(number, name=name) for number, name in enumerate(names, 1)])
    return ("validate", "-f", "json")


def _long_list(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(1, 'tags = ["旧"]\n')])
    tags = [part for number in range(size) for part in ("--append", f"tags=标签{number}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def _repeated_items(folder: Path, size: int) -> Sequence[str]:
    items = ", ".join(['"甲"', '"乙"'] * (size // 2))
    _registry(folder, [_member(1, f"tags = [{items}]\n")])
    return ("validate", "--fix", "--diff")


def _long_cell(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(10))
    products = "、".join(f"产品{number}" for number in range(size))
    return ("import", _list(folder, "id,主营产品", [f"M00001,{products}"]), "-f", "json")


def _half_an_array(folder: Path, size: int) -> Sequence[str]:
    members = ",\n".join(
        f'{{id = "M{number:05}", name = "会员企业{number:05}", category = "parts"}}'
        for number in range(1, size + 1)
    )
    text = f'members = [\n{members}\n]\n\n[categories]\nparts = "零部件企业"\n'
    (folder / "members.toml").write_text(text, encoding="utf-8")
    ids = [f"M{number:05}" for number in range(1, size + 1, 2)]
    return ("remove", *ids, "--dry-run", "--yes")


def _cascade(folder: Path, size: int) -> Sequence[str]:
    rows = [
        f"M{number:05},会员企业{number},{'零部件企业' if number else '没有'},M{number - 1:05}"
        for number in range(1, size + 1)
    ]
    rows[0] = "M00001,会员企业1,没有,"
    _registry(folder, [])
    return ("import", _list(folder, "id,名称,类别,上级单位", rows), "-f", "json")


def _drop_items(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(1, f"tags = {[f'标签{number}' for number in range(size)]}\n")])
    tags = [part for number in range(1, size) for part in ("--drop", f"tags=标签{number}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def _repaired_items(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(1, f"tags = {[f' 标签{number}' for number in range(size)]}\n")])
    return ("validate", "--fix", "--diff")


def _seats(*arguments: str) -> Make:
    """Experts, each with five seats in a tenth as many bodies, two terms long."""

    def make(folder: Path, size: int) -> Sequence[str]:
        count = max(size // 10, 1)
        bodies = [
            f'\n[[bodies]]\nid = "b{number}"\nlabel = "机构{number}"\nroles = {{ lead = 3 }}\n'
            "\n[[bodies.terms]]\nnumber = 1\nfrom = 2023-03-01\nuntil = 2026-02-28\n"
            "\n[[bodies.terms]]\nnumber = 2\nfrom = 2026-03-01\nuntil = 2029-02-28\n"
            for number in range(count)
        ]
        seats = [
            "".join(
                f'\n[[experts.seats]]\nbody = "b{(number + 7 * place) % count}"\nrole = "lead"\n'
                f"term = {place % 2 + 1}\n"
                for place in range(5)
            )
            for number in range(size)
        ]
        experts = [
            f'\n[[experts]]\nid = "E{number:05}"\nname = "专家{number:05}"\n{each}'
            for number, each in enumerate(seats, 1)
        ]
        _registry(folder, [*bodies, *_members(10), *experts])
        return arguments

    return make


def _references(*arguments: str) -> Make:
    """Members of which one expert avoids each, and which are all partners of one project."""

    def make(folder: Path, size: int) -> Sequence[str]:
        names = [f"M{number:05}" for number in range(1, size + 1)]
        experts = [
            f'\n[[experts]]\nid = "E{number:05}"\nname = "专家{number:05}"\n'
            f'avoid = ["{names[0]}", "{names[number - 1]}"]\n'
            for number in range(1, size + 1)
        ]
        project = f'\n[[projects]]\nid = "P001"\nname = "项目"\npartners = {names[1:]}\n'
        _registry(folder, [*_members(size), *experts, project.replace("'", '"')])
        return arguments

    return make


def _cities(folder: Path, size: int) -> Sequence[str]:
    hanzi = [chr(0x4E00 + number) for number in range(100)]
    members = [
        _member(n, f'city = "{hanzi[n % 100]}{hanzi[n // 100 % 100]}{hanzi[n // 7 % 100]}市"\n')
        for n in range(1, size + 1)
    ]
    _registry(folder, members)
    return ("validate", "-f", "json")


def _missing_rows(folder: Path, size: int) -> Sequence[str]:
    import openpyxl

    _registry(folder, _members(size * 2))
    export = [*_ALLIANCE, "export", "all.xlsx"]
    subprocess.run(export, cwd=folder, env=_ENVIRONMENT, check=True, capture_output=True)
    book = openpyxl.load_workbook(folder / "all.xlsx")
    book.worksheets[0].delete_rows(size + 2, size)
    book.save(folder / "all.xlsx")
    return ("import", "all.xlsx", "--missing", "remove", "-f", "json")


def _counted(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(size))
    return ("stats", "--by", "name")


def _equal_names(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(number, name="同一家企业") for number in range(1, size + 1)])
    return ("validate", "-f", "json")


CASES = (
    Case("edit of all, short members", 10_000, 2.5, _edit_all),
    Case("two repairs in each member", 10_000, 4, _fix),
    Case("withdraw, a tenth by name", 1_000, 0.7, _many_names("withdraw")),
    Case("reinstate, a tenth by name", 1_000, 0.7, _many_names("reinstate")),
    Case("remove, a tenth by name", 1_000, 0.7, _many_names("remove")),
    Case("import, rows on one member", 4_000, 0.5, _one_member),
    Case("import, rows that contradict", 4_000, 1, _contradicting),
    Case("import, contacts of one member", 500, 0.7, _contacts),
    Case("repairs of contacts of one member", 500, 0.7, _fix_contacts),
    Case("findings about contacts of one", 1_000, 0.5, _related),
    Case("import into half as many categories", 10_000, 2.5, _categories),
    Case("names within names", 2_500, 1.5, _names_within_names),
    Case("items added to a list", 4_000, 0.7, _long_list),
    Case("items repeated in a list", 4_000, 0.7, _repeated_items),
    Case("items in a cell", 4_000, 0.7, _long_cell),
    Case("half of an inline array removed", 4_000, 1.5, _half_an_array),
    Case("parents that fall in a cascade", 400, 0.7, _cascade),
    Case("equal names", 5_000, 1.5, _equal_names),
    Case("items dropped from a list", 4_000, 0.7, _drop_items),
    Case("items repaired in a list", 4_000, 0.7, _repaired_items),
    Case("seats, validate", 2_000, 2.5, _seats("validate", "-f", "json")),
    Case("seats, list of a group", 2_000, 1.5, _seats("list", "--group", "b1")),
    Case("seats, show of a body", 2_000, 1.5, _seats("body", "show", "b1")),
    Case("references, remove", 5_000, 2.5, _references("remove", "M00001", "--dry-run", "--yes")),
    Case(
        "references, merge",
        5_000,
        2.5,
        _references("merge", "M00002", "M00001", "--dry-run", "--yes"),
    ),
    Case("cities of one member each", 5_000, 1.5, _cities),
    Case("import, rows that are missing", 5_000, 2.5, _missing_rows),
    Case("counts by name", 20_000, 2.5, _counted),
)


def seconds(case: Case, size: int, rounds: int) -> float:
    """The least CPU time that the command takes at this size."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = case.make(Path(folder), size)
        times = []
        for _ in range(rounds):
            process = subprocess.Popen(
                [*_ALLIANCE, *arguments],
                cwd=folder,
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(process.pid, 0)
            if os.waitstatus_to_exitcode(status) not in (0, 1):
                print(f"  failed: {case.name}", file=sys.stderr)
            times.append(usage.ru_utime + usage.ru_stime)
            if times[-1] > _LONGEST / 10:
                break
    return min(times)


def main() -> None:
    """Print a line for every case: its size, its time at half of it and at it, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help="a part of the name of a case; else all")
    parser.add_argument("--scale", type=float, default=1, help="a factor of every size")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"{'case':38}{'size':>7}{'half':>9}{'whole':>9}{'ratio':>7}{'goal':>8}")
    for case in CASES:
        if options.cases and not any(word in case.name for word in options.cases):
            continue
        size = int(case.size * options.scale)
        half, whole = (seconds(case, each, options.rounds) for each in (size // 2, size))
        print(
            f"{case.name:38}{size:>7}{half:>8.2f}s{whole:>8.2f}s{whole / half:>7.2f}"
            f"{case.goal:>7.1f}s",
            flush=True,
        )


if __name__ == "__main__":
    main()
