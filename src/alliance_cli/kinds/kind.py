"""What a kind of record is: the table in which it stands, its fields, and its words."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..data import Data
from ..errors import WrongUsage
from ..language import Phrase, say
from ..values.names import name_key
from ..values.words import guidance
from .field import Field, keys_by_word
from .tables import ordered


def _parted(column: str) -> tuple[str, str]:
    """The key of the field in that of a column, and that of the part, or nothing.

    A number between them, `contacts.2.mobile`, is for a further person of a row.
    """
    return column.partition(".")[0], column.rpartition(".")[2] if "." in column else ""


class Words(NamedTuple):
    """What people call one record and several; Chinese counts them by a measure word."""

    one: Phrase
    several: Phrase
    measure: str

    def counted(self, number: int) -> Phrase:
        """So many of them: 1 member, 3 bodies."""
        noun = self.one if number == 1 else self.several
        return Phrase(f"{number} {noun.english}", f"{number} {self.measure}{noun.chinese}")


@dataclass(eq=False, repr=False)
class Kind:
    """One kind of record, such as the members of an alliance.

    `table` is the key of its array of tables in the file.  The order of `fields` is that in which
    records are written and shown.  New ids begin with `id_prefix`.  `names` are the fields that
    hold names, the most official first; no two records share an official name.  Records of a status
    in `gone` are those of the past, which are not shown unless asked for.  `last_id` is the key of
    [alliance] for the highest id ever given, where the record that had it is removed.  Those of a
    status in `to_come` are not there yet, `lasting` are the fields with the first and the last day
    of the others.  `form` is the title of the page that is sent out to be filled in.
    """

    table: str
    fields: Mapping[str, Field]
    id_prefix: str
    words: Words
    form: Phrase
    names: tuple[str, ...] = ()
    official_names: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    last_id: str = ""
    to_come: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()

    def with_fields(self, fields: Iterable[Field]) -> "Kind":
        """The same kind with other fields."""
        return dataclasses.replace(self, fields={each.key: each for each in fields})

    def with_words(self, words: Mapping[str, Mapping[str, str]]) -> "Kind":
        """The same kind, whose choices have further words: column to word to key."""
        fields = dict(self.fields)
        for column, of_column in words.items():
            key, part = _parted(column)
            field = fields[key]
            parts = dict(field.type.fields)
            if part:
                parts[part] = parts[part].with_words(of_column)
                fields[key] = field._replace(type=field.type.holding(parts.values()))
            else:
                fields[key] = field.with_words(of_column)
        return self.with_fields(fields.values())

    def columns(self) -> Iterator[str]:
        """What a column may hold: the fields, and the parts of those that hold people."""
        for key in self.fields:
            yield key
            yield from (f"{key}.{part}" for part in self.parts(key) if key in self.people)

    def column(self, key: str) -> Field:
        """The field that a column holds, or the part of one, such as `contacts.mobile`."""
        first, part = _parted(key)
        return self.fields[first].type.fields[part] if part else self.fields[first]

    @functools.cached_property
    def identified_by(self) -> tuple[str, ...]:
        """The fields by whose names a list says which record is meant."""
        return self.official_names or self.names[:1]

    @property
    def title(self) -> Field:
        """The field that has what people call a record."""
        return self.fields[self.names[0]]

    @property
    def command(self) -> tuple[str, ...]:
        """The word before the commands about records of this kind; members need none."""
        return () if self.table == "members" else (self.words.one.english,)

    @property
    def status_of_those_there(self) -> str:
        """The status of records that are there, neither to come nor gone, of which it is the first.

        Raises StopIteration for a kind without statuses.
        """
        apart = (*self.to_come, *self.gone)
        return next(key for key in self.fields["status"].type.choices() if key not in apart)

    @functools.cached_property
    def references(self) -> dict[str, str]:
        """The columns that hold ids of records, and the table in which each of those stands."""
        found = {key: each.type.refers_to for key, each in self.fields.items()}
        for key, each in self.nested.items():
            for part in each.type.fields.values():
                found[f"{key}.{part.key}"] = part.type.refers_to
        return {column: table for column, table in found.items() if table}

    @functools.cached_property
    def required(self) -> list[Field]:
        """The fields that every record has."""
        return [each for each in self.fields.values() if each.required]

    @functools.cached_property
    def wanted(self) -> list[Field]:
        """The fields that `--strict` asks for."""
        return [each for each in self.fields.values() if each.wanted]

    @functools.cached_property
    def default_columns(self) -> list[Field]:
        """The columns of a table when none are asked for."""
        return [each for each in self.fields.values() if each.rank]

    @functools.cached_property
    def summed(self) -> list[Field]:
        """The fields of which a table of records tells the sums."""
        return [each for each in self.fields.values() if each.summed]

    @functools.cached_property
    def suggesting(self) -> dict[str, Field]:
        """The fields of which the values in use are worth a suggestion, such as cities."""
        return {key: each for key, each in self.fields.items() if each.type.suggests_used}

    @functools.cached_property
    def plain(self) -> list[Field]:
        """The fields that hold no tables of their own."""
        return [each for each in self.fields.values() if not each.type.fields]

    @functools.cached_property
    def nested(self) -> dict[str, Field]:
        """The fields that hold tables, such as the contacts of a member."""
        return {key: each for key, each in self.fields.items() if each.type.fields}

    @functools.cached_property
    def people(self) -> dict[str, Field]:
        """The fields that hold people, of whose parts lists tell in columns of their own."""
        return {key: each for key, each in self.nested.items() if each.type.holds_people}

    @functools.cached_property
    def words_for_people(self) -> tuple[str, ...]:
        """Every word that names a field that holds people, folded."""
        fields = self.people.values()
        words = (word for each in fields for word in (*each.names, *each.aliases))
        return tuple(map(name_key, words))

    @functools.cached_property
    def words_of_people(self) -> tuple[str, ...]:
        """Every word for the people of a record and for what there is of them, folded."""
        return (*self.words_for_people, *self.column_words[1])

    @functools.cached_property
    def personal_keys(self) -> frozenset[str]:
        """The keys of what is personal, in records and in their tables."""
        parts = (part for each in self.nested.values() for part in each.type.fields.values())
        return frozenset(each.key for each in (*self.fields.values(), *parts) if each.personal)

    def ordered(self, record: Mapping[str, Any]) -> Data:
        """A record in the order of the fields, then what has no definition."""
        return ordered(record, self.fields)

    def parts(self, key: str) -> Mapping[str, Field]:
        """The fields of the tables that a field holds."""
        return self.fields[key].type.fields

    def field_called(self, word: str) -> Field | None:
        """The field that has `word` as its key, one of its headings or an alias."""
        if word in self.fields:
            return self.fields[word]
        key = self.column_words[0].get(name_key(word))
        return None if key is None else self.fields[key]

    def known_field(self, word: str) -> Field:
        """The field that is called `word`; raises WrongUsage where there is none."""
        found = self.field_called(word)
        if found is None:
            part = self.column_words[1].get(name_key(word), "")
            whole = part.partition(".")[0]
            raise WrongUsage(
                say(f"there is no field {word}", f"没有 {word} 这个字段"),
                say(
                    f"{word} is {part}, a part of {whole}",
                    f"{word} 即 {part}，属于{self.fields[whole].heading.chinese}",
                )
                if part
                else guidance(word, self.field_words, map(self.spoken_name, self.fields)),
            )
        return found

    @property
    def field_words(self) -> Iterator[str]:
        """Every word that names a field."""
        for each in self.fields.values():
            yield from each.names
            yield from each.aliases

    def keys_and_headings(self) -> Iterator[str]:
        """Every key and heading, as exports have them."""
        for each in self.fields.values():
            yield each.key
            yield from each.heading

    def spoken_name(self, key: str) -> str:
        """What people call the field `key`, or a part of one such as `contacts.mobile`.

        That is the key in English, as the command line has it, and the heading in Chinese.
        """
        first, part = _parted(key)
        found = self.fields.get(first)
        if found is None:
            return key
        parts = found.type.fields
        heading = found.heading.chinese
        return say(key, f"{heading}.{parts[part].heading.chinese}" if part in parts else heading)

    @functools.cached_property
    def column_words(self) -> tuple[dict[str, str], dict[str, str]]:
        """Every word for a column of records, and for a part of their people, and the key it means.

        What is written exactly goes before what is an alias, records before their people.
        """
        parts: dict[str, str] = {}
        for key, each in self.people.items():
            for word, part in keys_by_word(each.type.fields.values()).items():
                parts.setdefault(word, f"{key}.{part}")
            parts |= {name_key(f"{key}.{part}"): f"{key}.{part}" for part in each.type.fields}
        return keys_by_word(self.fields.values()), parts
