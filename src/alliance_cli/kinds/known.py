"""The program's own kinds of record.  A further kind is one module of fields and a line here."""

from collections.abc import Mapping

from .body import BODY
from .expert import EXPERT
from .kind import Kind
from .member import MEMBER
from .project import PROJECT

KINDS: Mapping[str, Kind] = {kind.table: kind for kind in (MEMBER, BODY, EXPERT, PROJECT)}
"""Each kind by the key of its table, in the order in which a file has them."""
