"""Registries as people write them, one style a seed, and random changes of their members."""

import datetime
import random
from typing import Any

from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.changes import Change

_NAMES = ("东风", "襄阳", "(集团)", "𬭎", "新·能源", '"引"', "'号'", "#", "[x]", "=", "\\", "龙")
_NOTE = "第一行\n[[members]]\nid = 'X'\n# 不是注释"


class Styled:
    """A registry of one style, chosen by `seed`."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        pick = self.chance.choice
        self.seed = seed
        self.inline = seed % 10 == 9
        self.newline = "\r\n" if seed % 3 == 1 else "\n"
        self.mark = "\ufeff" if seed % 5 == 2 else ""
        self.gap = pick([0, 1, 1, 1, 2])
        self.indent = pick(["", "", "", "  ", "\t"])
        self.equals = pick([" = ", " = ", "=", "  =  "])
        self.aligned = pick([False, False, True])
        self.literal = pick([False, False, True])
        self.comments = pick([0.0, 0.2, 0.6])
        self.contacts = pick(["sections", "sections", "inline", "lines"])
        self.header = pick(["[[members]]", "[[members]]", "[[ members ]]", '[["members"]]'])
        self.arrays = pick(["line", "line", "lines", "comma first"])

    def text(self) -> str:
        members = [self._member(number) for number in range(1, self.chance.randrange(2, 9))]
        head = "# 名录\n\nformat = 1\n"
        vocabulary = '[categories]\nparts = "零部件" # 键\nvehicle = "整车"\n'
        alliance = self.chance.choice(["", '[alliance]\nname = "联盟"\n', "alliance = { }\n"])
        if self.inline:
            gap = self.chance.choice([" ", "\n  "])
            comment = " # 一家\n  " if "\n" in gap else ""
            inner = f",{comment or gap}".join(self._inline_table(member) for member in members)
            end = self.chance.choice(["", ",", ",\n", "\n"])
            text = f"{head}members = [{gap}{inner}{end}]\n"
            text += alliance if alliance.startswith("[") else ""
        else:
            head += alliance if not alliance.startswith("[") else f"\n{alliance}"
            text = f"{head}\n{vocabulary}\n# ---- 成员\n\n"
            text += ("\n" * self.gap).join(map(self._block, members))
            text += self.chance.choice(["", "\n# 文末\n", "\n[levels]\nmember = '会员'\n"])
        if self.chance.random() < 0.2:
            text = text.rstrip("\n")
        return self.mark + text.replace("\n", self.newline)

    def _member(self, number: int) -> dict[str, Any]:
        return random_member(self.chance, f"M{number:03d}")

    def _comment(self) -> str:
        return " # 说明 ] } \"'" if self.chance.random() < self.comments else ""

    def _line_of_comment(self) -> str:
        return f"{self.indent}# 注 = [\n" if self.chance.random() < self.comments else ""

    def _block(self, member: dict[str, Any]) -> str:
        keys = list(member)
        if self.chance.random() < 0.3:
            self.chance.shuffle(keys)
        contacts = member.get("contacts", [])
        text = self._line_of_comment() + self.indent + self.header + self._comment() + "\n"
        for key in keys:
            if key != "contacts" or self.contacts != "sections":
                text += self._line_of_comment() + self._pair(key, member[key])
        if self.contacts == "sections":
            for contact in contacts:
                text += "\n" + self._line_of_comment() + self.indent + "[[members.contacts]]\n"
                text += "".join(self._pair(key, value) for key, value in contact.items())
        if self.chance.random() < self.comments:
            text += "# 其后的注释\n"
        return text

    def _pair(self, key: str, value: Any) -> str:
        written = f"{key:<16}" if self.aligned else key
        return f"{self.indent}{written}{self.equals}{self._value(value)}{self._comment()}\n"

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            tables = [self._inline_table(table) for table in value]
            if self.contacts == "lines":
                return "[\n" + "".join(f"    {table}, # 人\n" for table in tables) + "  ]"
            return "[" + ", ".join(tables) + "]"
        if isinstance(value, list):
            items = [self._string(item) for item in value]
            if self.arrays == "lines" and items:
                return "[\n" + "".join(f"    {item},{self._comment()}\n" for item in items) + "]"
            if self.arrays == "comma first" and items:
                return "[ " + "\n  , ".join(items) + " ]"
            return "[" + ", ".join(items) + "]"
        return str(value)

    def _inline_table(self, table: dict[str, Any]) -> str:
        pairs = []
        for key, value in table.items():
            written = self._string(value, lines=False) if isinstance(value, str) else str(value)
            if isinstance(value, list):
                items = (
                    self._inline_table(item) if isinstance(item, dict) else self._string(item)
                    for item in value
                )
                written = "[" + ", ".join(items) + "]"
            pairs.append(f"{key} = {str(written).lower() if value is True else written}")
        return "{ " + ", ".join(pairs) + " }"

    def _string(self, text: str, *, lines: bool = True) -> str:
        if "\n" in text and lines:
            return f'"""\n{text}"""'
        if self.literal and "'" not in text and "\n" not in text:
            return f"'{text}'"
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'


def random_member(chance: random.Random, identifier: str) -> dict[str, Any]:
    """A member whose name no other looks like, with some of the fields."""
    name = chance.choice(_NAMES) + str(chance.randrange(10**9))
    member: dict[str, Any] = {"id": identifier, "name": name, "category": "parts"}
    for key in ("city", "former_names", "tags", "employees", "joined", "note", "contacts"):
        if chance.random() < 0.5:
            member[key] = random_value(chance, key)
    return member


def random_value(chance: random.Random, key: str) -> Any:
    """A value that the field may hold."""
    match key:
        case "former_names" | "tags" | "products":
            return [f"{chance.choice(_NAMES)}{n}" for n in range(chance.randrange(1, 4))]
        case "employees":
            return chance.randrange(10**6)
        case "joined":
            return datetime.date(2019, 5, 28) + datetime.timedelta(chance.randrange(2000))
        case "note":
            return chance.choice([_NOTE, "一行"]) + str(chance.randrange(100))
        case "contacts":
            return [random_contact(chance) for _ in range(chance.randrange(1, 4))]
    return chance.choice(_NAMES) + str(chance.randrange(100))


def random_contact(chance: random.Random) -> dict[str, Any]:
    """A person with some of the fields."""
    contact: dict[str, Any] = {"name": f"张{chance.randrange(1000)}"}
    if chance.random() < 0.5:
        contact["title"] = chance.choice(["主任", "经理 # 兼"])
    if chance.random() < 0.5:
        contact["mobile"] = f"138{chance.randrange(10**8):08d}"
    if chance.random() < 0.3:
        contact["primary"] = True
    return contact


def random_change(chance: random.Random, members: list[dict[str, Any]], number: int) -> Change:
    """One change as a secretary makes it: a member added, removed, or changed in one field."""
    kind = chance.random()
    if kind < 0.1 or not members:
        return Change(MEMBER, added=[random_member(chance, f"N{number:04d}")])
    place = chance.randrange(len(members))
    if kind < 0.2 and len(members) > 1:
        return Change(MEMBER, removed=frozenset({place}))
    member = dict(members[place])
    key = chance.choice(
        ["city", "note", "employees", "joined", "tags", "former_names", "products", "contacts"]
    )
    old = member.get(key)
    if isinstance(old, list) and chance.random() < 0.7:
        member[key] = _other_list(chance, key, old)
        if not member[key]:
            del member[key]
    elif old is not None and chance.random() < 0.3:
        del member[key]
    else:
        member[key] = random_value(chance, key)
    return Change(MEMBER, {place: member})


def _other_list(chance: random.Random, key: str, old: list[Any]) -> list[Any]:
    place = chance.randrange(len(old))
    kind = chance.choice(["append", "drop", "replace"])
    new = random_value(chance, key)[0]
    if kind == "append":
        return [*old, new]
    if kind == "drop":
        return [*old[:place], *old[place + 1 :]]
    if isinstance(old[place], dict):
        part = chance.choice(["title", "mobile", "email"])
        kept = {k: v for k, v in old[place].items() if k != part}
        new = kept if part in old[place] and chance.random() < 0.4 else {**kept, part: "x1"}
    return [*old[:place], new, *old[place + 1 :]]
