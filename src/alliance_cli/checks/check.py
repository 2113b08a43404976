"""What a check is: a rule, the function that looks for it, and what it needs."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from ..data import Path
from ..findings.finding import Finding
from ..findings.rule import Rule
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.member import STATUS
from ..language import say
from ..registry.registry import Record, Registry, is_gone

_Shared = TypeVar("_Shared")


@dataclass(frozen=True, slots=True)
class RecordContext:
    """A record of a kind to be checked by itself, and its place."""

    record: Record
    index: int
    kind: Kind

    @property
    def path(self) -> Path:
        """Where the record stands."""
        return (self.kind.table, self.index)

    def about(self, key: str, rule: Rule, message: str, hint: str = "") -> Finding:
        """A finding at the value of a field."""
        return Finding(rule, message, (*self.path, key), "value", hint, self.index, key)

    def missing(self, field: Field, rule: Rule) -> Finding:
        """The finding that a field is missing."""
        message = say(f"{field.key} is missing", f"缺少{field.heading}")
        return Finding(rule, message, self.path, "header", str(field.help), self.index, field.key)


class RegistryContext:
    """The records of a kind in a registry, to be checked together."""

    def __init__(self, registry: Registry, kind: Kind) -> None:
        self.registry = registry
        self.records = registry.of(kind)
        self.kind = kind
        self._shared: dict[Callable[..., Any], Any] = {}

    def once(self, compute: Callable[["RegistryContext"], _Shared]) -> _Shared:
        """What `compute` gives, which is asked once for all checks that share it."""
        if compute not in self._shared:
            self._shared[compute] = compute(self)
        shared: _Shared = self._shared[compute]
        return shared

    def path(self, index: int, *steps: str | int) -> Path:
        """Where the record at `index` stands, or a part of it."""
        return (self.kind.table, index, *steps)

    def called(self, index: int) -> str:
        """What people know the record at `index` by."""
        record = self.records[index]
        words = [str(record[key]) for key in ("id", "name") if record.get(key)]
        return " ".join(words) or f"#{index + 1}"

    def holder(self, index: int) -> str:
        """Who has something already: what the record at `index` is called, and whether it left."""
        record = self.records[index]
        if not is_gone(record):
            return self.called(index)
        what = STATUS[record["status"]]
        day = record.get("left", "")
        when = say(f"{what} {day}".strip(), f"{day} {what}".strip())
        return f"{self.called(index)} ({when})"

    def taking_back(self, index: int) -> str:
        """The command that makes one who left a member again; nothing for who is a member."""
        record = self.records[index]
        identifier = record.get("id")
        # What is no id may mean anything to a shell.
        if not is_gone(record) or any(self.kind.fields["id"].type.problems(identifier)):
            return ""
        return say(
            f"alliance reinstate {identifier} makes it a member again",
            f"恢复会员请用 alliance reinstate {identifier}",
        )

    def about(
        self,
        index: int,
        key: str,
        rule: Rule,
        message: str,
        hint: str = "",
        related: Path = (),
    ) -> Finding:
        """A finding at the value of a field of the record at `index`."""
        path = self.path(index, key)
        return Finding(rule, message, path, "value", hint, index, key, related)


class RevisionContext(NamedTuple):
    """A registry to be compared with what it was in a `revision`.

    At most `max_removed` of the records before may be gone.
    """

    registry: Registry
    before: Registry
    revision: str
    max_removed: int


class RecordCheck(NamedTuple):
    """A check of a record by itself, which must have every field in `needs` to be looked at."""

    rule: Rule
    find: Callable[[RecordContext], Iterator[Finding]]
    needs: AbstractSet[str] = frozenset()


class RegistryCheck(NamedTuple):
    """A check of records together; what it finds depends on these fields only.

    They are those of every kind that has them, or what each kind says; a kind without them is not
    looked at.  `reads` are others on which it depends, by the table of their kind: who changes
    these is told too what is wrong with the records that are looked at.
    """

    rule: Rule
    find: Callable[[RegistryContext], Iterator[Finding]]
    fields: AbstractSet[str] | Callable[[Kind], AbstractSet[str]]
    reads: Mapping[str, AbstractSet[str]] = MappingProxyType({})

    def fields_of(self, kind: Kind) -> AbstractSet[str]:
        """The fields of a kind on which it depends; none where the check is not about the kind."""
        fields = self.fields(kind) if callable(self.fields) else self.fields
        return fields if fields <= kind.fields.keys() else frozenset()

    def depends_on(self, kind: Kind, touched: Mapping[str, AbstractSet[str]]) -> bool:
        """Whether what it finds of a kind may change with these fields of records, by table."""
        fields = self.fields_of(kind)
        others = (self.reads.get(table, frozenset()) & keys for table, keys in touched.items())
        return bool(fields) and (bool(fields & touched.get(kind.table, frozenset())) or any(others))


class RevisionCheck(NamedTuple):
    """A check against an earlier revision."""

    rule: Rule
    find: Callable[[RevisionContext], Iterator[Finding]]
