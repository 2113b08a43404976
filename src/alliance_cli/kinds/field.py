"""What a field is: its key, its heading, its type, and all else that is derived from it."""

from dataclasses import dataclass

from ..language import Phrase
from ..values.names import name_key
from ..values.value_type import ValueType


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a member.

    `required` fields every member has; `wanted` ones are asked for by `--strict`.  `one` names a
    single value of a list, for its option.  `rank` puts the field among the default columns of a
    table: the higher, the sooner it gives way on a narrow terminal; 0 is no default column.
    `personal` values are masked unless asked for.  `asked` fields are those that `add` asks for
    on a terminal.  `aliases` are other headings that lists of members have for it,
    with 、 between.
    """

    key: str
    heading: Phrase
    type: ValueType
    help: Phrase
    required: bool = False
    wanted: bool = False
    default: str = ""
    one: str = ""
    rank: int = 0
    personal: bool = False
    asked: bool = False
    aliases: str = ""

    @property
    def option(self) -> str:
        """The option of the command line that gives this field."""
        return "--" + (self.one or self.key).replace("_", "-")

    def is_called(self, word: str) -> bool:
        """Whether `word` is the key or a heading of this field."""
        names = (self.key, self.key.replace("_", "-"), self.one, *self.heading)
        return name_key(word) in map(name_key, filter(None, names))
