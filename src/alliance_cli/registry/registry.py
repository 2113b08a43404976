"""A registry: the alliance, its own words, and its members."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..data import Data, Path
from ..kinds.file_shape import VOCABULARY_TABLES
from ..kinds.member import FIELDS
from ..values.names import name_key

GONE = ("left", "expelled")

Member = Mapping[str, Any]
"""One member as it stands in the file: field key to value.  A value may be of a wrong type.

Members are never changed in place: what a file is compared with before it is written shares them.
"""


LAST_ID = "last_id"
"""The key of [alliance] for the highest id ever given, where the member that had it is removed."""

NAME_FIELDS = ("name", "registered_name", "short_name", "former_names")
"""Every kind of name, the most official first."""

OFFICIAL_NAMES = NAME_FIELDS[:2]
"""The names that no two members share."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that a registry file says."""

    members: Sequence[Member]
    alliance: Mapping[str, Any] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of the alliance, or nothing."""
        name = self.alliance.get("name")
        return name if isinstance(name, str) else ""

    @property
    def declared(self) -> int | None:
        """How many members the alliance says it has, where it says so."""
        number = self.alliance.get("declared_members")
        return number if type(number) is int else None


def from_data(data: Data) -> Registry:
    """The registry in `data`, in which `shape_findings` found no error."""
    return Registry(
        members=data.get("members", []),
        alliance=data.get("alliance", {}),
        vocabularies={table: data[table] for table in VOCABULARY_TABLES if table in data},
    )


def value_of(member: Member, key: str) -> Any:
    """The value of a field, its default where the member has none, else None."""
    value = member.get(key)
    return (FIELDS[key].default or None) if value is None else value


def is_gone(member: Member) -> bool:
    """Whether a member left or was expelled; its record stays all the same."""
    return value_of(member, "status") in GONE


def names_of(member: Member) -> Iterator[tuple[str, Path, str]]:
    """Every name of a member: field, path within the member, text.  Wrong types are passed over."""
    for key in NAME_FIELDS:
        value = member.get(key)
        if isinstance(value, str):
            yield key, (key,), value
        elif isinstance(value, list):
            for index, name in enumerate(value):
                if isinstance(name, str):
                    yield key, (key, index), name


def members_called(registry: Registry, word: str, *, in_part: bool = True) -> list[int]:
    """The places of the members that `word` means: by id, else by a name, else by part of one."""
    wanted = name_key(word)
    if not wanted:
        return []
    members = list(enumerate(registry.members))
    if by_id := [n for n, m in members if m.get("id") == word]:
        return by_id
    if by_id := [n for n, m in members if name_key(str(m.get("id", ""))) == wanted]:
        return by_id
    keys = [(n, [name_key(name) for _, _, name in names_of(m)]) for n, m in members]
    by_name = [n for n, names in keys if wanted in names]
    if by_name or not in_part:
        return by_name
    return [n for n, names in keys if any(wanted in name for name in names)]
