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


def _cascade_of_names(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(1)])
    rows = [f"新企业{n:05},零部件企业,新企业{n + 1:05}" for n in range(size)]
    return ("import", _list(folder, "名称,类别,上级单位", rows), "-f", "json")


def _contacts_of_one_name(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, [_member(1)])
    rows = [f"M00001,王伟,138{number:08}" for number in range(size)]
    return ("import", _list(folder, "id,联系人,手机", rows), "-f", "json")


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


def _avoided(*arguments: str) -> Make:
    """One expert who avoids every member, and whose unit is the last of them."""

    def make(folder: Path, size: int) -> Sequence[str]:
        names = [f"M{number:05}" for number in range(1, size + 1)]
        avoided = ", ".join(f'"{name}"' for name in names)
        expert = f'\n[[experts]]\nid = "E00001"\nname = "专家"\navoid = [{avoided}]\n'
        _registry(folder, [*_members(size + 1), expert])
        return (arguments[0], *names, *arguments[1:], "--dry-run", "--yes")

    return make


def _refused_rows(folder: Path, size: int) -> Sequence[str]:
    _registry(folder, _members(10))
    rows = [f"M00001,没有这一类{number},1{number}@" for number in range(size)]
    return ("import", _list(folder, "id,类别,联系人邮箱", rows), "-f", "json")


def _seats_of_one(folder: Path, size: int) -> Sequence[str]:
    """Seats of one person in one role, and every other pair of them overlaps."""
    body = '\n[[bodies]]\nid = "b"\nlabel = "机构"\nroles = { lead = 0 }\n'
    seats = "".join(
        '\n[[members.seats]]\nbody = "b"\nrole = "lead"\nperson = "张三"\n'
        f"since = {1000 + number // 300}-{number // 25 % 12 + 1:02}-{number % 25 + 1:02}\n"
        f"until = {1000 + number // 300}-{number // 25 % 12 + 1:02}-{number % 25 + 2:02}\n"
        for number in range(size)
    )
    _registry(folder, [body, _member(1, seats)])
    return ("validate", "-f", "json")


def _seats_without_days(folder: Path, size: int) -> Sequence[str]:
    body = '\n[[bodies]]\nid = "b"\nlabel = "机构"\nroles = { lead = 0 }\n'
    seats = '\n[[members.seats]]\nbody = "b"\nrole = "lead"\nperson = "张三"\n' * size
    _registry(folder, [body, _member(1, seats)])
    return ("validate", "-f", "json")


def _partners(option: str) -> Make:
    """A project with many partners, who are set or dropped."""

    def make(folder: Path, size: int) -> Sequence[str]:
        names = [f"M{number:05}" for number in range(1, size + 1)]
        held = names[: size // 2] if option == "--set" else names
        partners = ", ".join(f'"{name}"' for name in [*held, names[-1]])
        project = f'\n[[projects]]\nid = "P001"\nname = "项目"\npartners = [{partners}]\n'
        _registry(folder, [*_members(size), project])
        options = [part for each in names for part in (option, f"partners={each}")]
        return ("project", "edit", "P001", *options, "--dry-run", "--yes")

    return make


def _without_a_unique_line(folder: Path, size: int) -> Sequence[str]:
    """Members of equal lines, each of which becomes another."""
    one = '\n[[members]]\nid = "M00001"\nname = "会员企业"\ncategory = "parts"\ncity = " 武汉"\n'
    _registry(folder, [one] * size)
    return ("validate", "--fix", "--diff")


def _list_in_lines(folder: Path, size: int) -> Sequence[str]:
    """A list with an item a line, each of which stands there twice, cut by half."""
    items = "".join(f'  "标签{number // 2}",\n' for number in range(size))
    _registry(folder, [_member(1, f"tags = [\n{items}]\n")])
    tags = [part for n in range(0, size // 2, 2) for part in ("--drop", f"tags=标签{n}")]
    return ("edit", "M00001", *tags, "--dry-run", "--yes")


def _terms(*arguments: str) -> Make:
    """A body with many terms, each a month, and a member with a seat in each."""

    def make(folder: Path, size: int) -> Sequence[str]:
        terms = "".join(
            f"\n[[bodies.terms]]\nnumber = {number + 1}\n"
            f"from = {1500 + number // 12}-{number % 12 + 1:02}-01\n"
            f"until = {1500 + number // 12}-{number % 12 + 1:02}-28\n"
            for number in range(size)
        )
        body = f'\n[[bodies]]\nid = "b"\nlabel = "机构"\nroles = {{ lead = 1 }}\n{terms}'
        seats = "".join(
            '\n[[members.seats]]\nbody = "b"\nrole = "lead"\nperson = "张三"\n'
            f"term = {number + 1}\n"
            for number in range(size)
        )
        _registry(folder, [body, _member(1, seats), *(_members(10)[1:])])
        return arguments

    return make


def _seats_in_one_body(*arguments: str) -> Make:
    """A body in which everybody has a seat."""

    def make(folder: Path, size: int) -> Sequence[str]:
        body = (
            '\n[[bodies]]\nid = "b"\nlabel = "机构"\nroles = { lead = 3, deputy = 5 }\n'
            "\n[[bodies.terms]]\nnumber = 1\nfrom = 2023-03-01\nuntil = 2026-12-31\n"
        )
        seat = '\n[[members.seats]]\nbody = "b"\nrole = "lead"\nperson = "张三"\nterm = 1\n'
        _registry(folder, [body, *_members(size, seat)])
        return arguments

    return make


def _chain(*arguments: str, short_of: int = 0) -> Make:
    """Members each of which is below the one before, and experts of them."""

    def make(folder: Path, size: int) -> Sequence[str]:
        members = [
            _member(
                number,
                f'parent = "M{number - 1 or size * short_of:05}"\n'
                if number > 1 or short_of
                else "",
            )
            for number in range(1, size + 1)
        ]
        experts = [
            f'\n[[experts]]\nid = "E{number:05}"\nname = "专家{number:05}"\n'
            f'unit = "M{number:05}"\nstatus = "appointed"\nappointed = 2020-01-01\n'
            f'avoid = ["M{size - number + 1:05}"]\n'
            for number in range(1, size + 1)
        ]
        _registry(folder, [*members, *experts])
        return arguments

    return make


def _periods(*arguments: str) -> Make:
    """A member with many memberships that ended."""

    def make(folder: Path, size: int) -> Sequence[str]:
        earlier = "".join(
            f"\n[[members.earlier]]\njoined = {1000 + number // 12}-{number % 12 + 1:02}-01\n"
            f"left = {1000 + number // 12}-{number % 12 + 1:02}-20\n"
            for number in range(size)
        )
        _registry(folder, [_member(1, f"joined = 2020-01-01\n{earlier}"), *_members(10)[1:]])
        return arguments

    return make


def _two_states(*arguments: str) -> Make:
    """Two states: every member of the second is another, has another name or another id."""

    def make(folder: Path, size: int) -> Sequence[str]:
        _registry(folder, [_member(n, name="同一家企业") for n in range(1, size + 1)])
        (folder / "members.toml").rename(folder / "before.toml")
        _registry(folder, [_member(n, name="同一家企业") for n in range(size, size * 2)])
        return arguments

    return make


def _everything(folder: Path, size: int) -> Sequence[str]:
    _seats("validate")(folder, size)
    export = [*_ALLIANCE, "export", "all.xlsx", "--everything"]
    subprocess.run(export, cwd=folder, env=_ENVIRONMENT, check=True, capture_output=True)
    text = (folder / "members.toml").read_text(encoding="utf-8")
    text = text.replace("term = 1", "term = 2").replace("专家0", "专家一")
    (folder / "members.toml").write_text(text, encoding="utf-8")
    return ("import", "all.xlsx", "-f", "json")


def _all_of_a_kind(folder: Path, size: int) -> Sequence[str]:
    _seats("validate")(folder, size)
    return ("expert", "edit", "--all", "--set", "position=院长", "--dry-run", "--yes")


def _commits(*arguments: str) -> Make:
    def make(folder: Path, size: int) -> Sequence[str]:
        members = _members(50)
        stream = []
        for number in range(size):
            members[number % 50] = _member(number % 50 + 1, f'city = "城市{number}"\n')
            content = (_HEAD + "".join(members)).encode()
            stream.append(
                b"commit refs/heads/main\ncommitter a <a@example.com> %d +0800\ndata 1\nx\n"
                b"M 100644 inline members.toml\ndata %d\n%s\n"
                % (1_700_000_000 + number * 3600, len(content), content)
            )
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
        subprocess.run(
            ["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(stream), check=True
        )
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)
        return arguments

    return make


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
    Case("new parents by name that fall", 2_000, 1.5, _cascade_of_names),
    Case("import, contacts of one name", 2_000, 1, _contacts_of_one_name),
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
    Case("import, refused rows of one member", 4_000, 1, _refused_rows),
    Case("named by one record, remove --cascade", 4_000, 1.5, _avoided("remove", "--cascade")),
    Case("seats of one person in one role", 4_000, 1.5, _seats_of_one),
    Case("seats of one person without days", 4_000, 1.5, _seats_without_days),
    Case("partners set", 4_000, 1.5, _partners("--set")),
    Case("partners dropped", 4_000, 1.5, _partners("--drop")),
    Case("diff without a unique line", 4_000, 2.5, _without_a_unique_line),
    Case("diff of a list of equal items", 4_000, 1.5, _list_in_lines),
    Case("terms of one body, validate", 4_000, 1.5, _terms("validate", "-f", "json")),
    Case("terms of one body, due", 4_000, 1.5, _terms("due", "--on", "1600-01-05", "-f", "json")),
    Case("seats in one body, validate", 4_000, 2.5, _seats_in_one_body("validate", "-f", "json")),
    Case("seats in one body, show", 4_000, 1.5, _seats_in_one_body("body", "show", "b")),
    Case(
        "seats in one body, remove",
        4_000,
        1.5,
        _seats_in_one_body("body", "remove", "b", "--cascade", "--dry-run", "--yes"),
    ),
    Case("chain of parents, validate", 4_000, 1.5, _chain("validate", "-f", "json")),
    Case("ring of parents, validate", 4_000, 1.5, _chain("validate", "-f", "json", short_of=1)),
    Case(
        "chain of parents, draw",
        4_000,
        1.5,
        _chain("expert", "draw", "5", "--seed", "x", "--avoid", "M00001"),
    ),
    Case(
        "chain of parents, draw most",
        4_000,
        1.5,
        _chain("expert", "draw", "1000", "--seed", "x", "--record", "--dry-run", "--yes"),
    ),
    Case("earlier memberships, per year", 4_000, 1.5, _periods("stats", "--per", "year")),
    Case("diff of equal names", 4_000, 1.5, _two_states("diff", "before.toml", "members.toml")),
    Case("everything, import", 1_000, 2.5, _everything),
    Case("edit of all experts", 2_000, 2.5, _all_of_a_kind),
    Case("log of one member", 700, 2.5, _commits("log", "M00001")),
    Case("log", 700, 2.5, _commits("log")),
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
