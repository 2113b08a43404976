"""What a field is: its key, its heading, its type, and all else that is derived from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..language import Phrase
from ..values.names import name_key
from ..values.value_type import Terms, ValueType


class Field(NamedTuple):
    """One field of a record.

    `required` fields every record has; `wanted` ones are asked for by `--strict`.  `one` names a
    single value of a list, for its option.  `rank` puts the field among the default columns of a
    table: the higher, the sooner it gives way on a narrow terminal; 0 is no default column.
    `personal` values are masked unless asked for.  `asked` fields are those that `add` asks for
    on a terminal; those `on_form` a member fills in itself.  A summary counts the values of
    `counted` fields, those of a lower number first, and a table of records tells the sums of
    `summed` numbers by these; an option of its own `chooses` records by a field.  `aliases` are
    other headings that lists of members have for it.  A field with `categories` is for members of
    these alone.
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
    on_form: bool = False
    counted: int = 0
    summed: bool = False
    chooses: bool = False
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The option of the command line that gives this field."""
        return "--" + (self.one or self.key).replace("_", "-")

    @property
    def names(self) -> Iterator[str]:
        """The key and the headings of this field, which no other field has."""
        for key in filter(None, (self.key, self.one)):
            yield from (key, key.replace("_", "-"))
        yield from self.heading

    def is_called(self, word: str) -> bool:
        """Whether `word` is the key or a heading of this field."""
        return name_key(word) in map(name_key, self.names)

    def is_for(self, record: Mapping[str, Any]) -> bool:
        """Whether a record may have this field: those of some categories are for these alone."""
        return not self.categories or record.get("category") in self.categories

    def bound(self, vocabularies: Mapping[str, Terms]) -> "Field":
        """The field in a registry that has these words: table (`categories`) to its choices."""
        type_ = self.type.bound(vocabularies)
        return self if type_ is self.type else self._replace(type=type_)

    def with_words(self, words: Mapping[str, str]) -> "Field":
        """The field that reads further words for its choices: word to key."""
        return self._replace(type=self.type.with_words(words))


def keys_by_word(fields: Iterable[Field]) -> dict[str, str]:
    """Every folded word that names a field, and its key; names go before aliases of another."""
    fields = list(fields)
    words = [(word, each.key) for each in fields for word in each.names]
    words += [(word, each.key) for each in fields for word in each.aliases]
    return {name_key(word): key for word, key in reversed(words)}
