"""The fields of a registry for people to read, those that it declares itself among them."""

from collections.abc import Iterator, Mapping

from .. import channels
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import Phrase, say, spoken

_HEADINGS = (
    Phrase("key", "键"),
    Phrase("heading", "英文表头"),
    Phrase("表头", "表头"),
    Phrase("also called", "其他叫法"),
    Phrase("meaning", "说明"),
)


def field_page(kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Tables of Markdown, one for each kind, of which those behind the first have a heading."""
    for number, kind in enumerate(kinds.values()):
        if number:
            several = kind.words.several
            yield f"\n## {several.english} · {several.chinese}\n\n"
        yield from _table(kind)


def _table(kind: Kind) -> Iterator[str]:
    """A table: a field a row, the parts of a table below it."""
    yield from channels.markdown_head(list(map(str, _HEADINGS)))
    for key, field in kind.fields.items():
        yield _row(key, field)
        for part_key, part in field.type.fields.items():
            yield _row(f"{key}.{part_key}", part)


def _row(key: str, field: Field) -> str:
    meaning = [str(field.help)]
    if labels := field.type.choices(spoken()):
        meaning.append(say("one of: ", "可选：") + say(", ", "、").join(labels.values()))
    if field.required:
        meaning.append(say("required", "必填"))
    elif field.wanted:
        meaning.append(say("wanted", "应填"))
    texts = (*field.heading, "、".join(field.aliases), say("; ", "；").join(meaning))
    # A key has no character that Markdown would read, but for the mark of code around it.
    return f"| `{key}` {channels.markdown_row(texts)}"
