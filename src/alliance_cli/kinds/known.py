"""The program's own kinds of record.  A further kind is one module of fields and a line here."""

from collections.abc import Iterable, Mapping

from ..language import Phrase
from .body import BODY
from .expert import EXPERT
from .kind import Kind
from .member import MEMBER
from .project import PROJECT

KINDS: Mapping[str, Kind] = {kind.table: kind for kind in (MEMBER, BODY, EXPERT, PROJECT)}
"""Each kind by the key of its table, in the order in which a file has them."""

_RECORD = Phrase("record", "记录")


def one_of(kinds: Iterable[Kind]) -> Phrase:
    """What any of some records is called: as those of their kind, members where there are none."""
    found = dict.fromkeys(kinds) or {MEMBER: None}
    first, *others = found
    return _RECORD if others else first.words.one


def counted(records: Mapping[str, int]) -> list[Phrase]:
    """How many records there are of each kind, by its table; of members even where there are none.

    So a registry that has members alone is told of as if there were nothing else.
    """
    return [
        kind.words.counted(count)
        for table, kind in KINDS.items()
        if (count := records.get(table, 0)) or kind is MEMBER
    ]
