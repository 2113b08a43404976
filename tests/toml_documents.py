"""Random registries in every style that TOML allows, for the tests of scanning and editing."""

import datetime
import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_CHARACTERS = st.sampled_from("abzAZ09 -_.,;#=[]{}'\"\\:/中文字龙𬭎()（）、\t\n\u200b\u2028é")
texts = st.text(_CHARACTERS, max_size=12)
bare_keys = st.sampled_from(["id", "name", "city", "tags", "note", "x-1", "A_b", "1"])
keys = bare_keys | st.text(st.sampled_from("a.b 中\"'#=[]"), min_size=1, max_size=4)
spaces = st.sampled_from(["", " ", "  ", "\t"])
comments = st.sampled_from(["", "", " # note", ' # "x" [[members]]', "# 中文 '''"])
dates = st.dates(datetime.date(1800, 1, 1), datetime.date(2100, 1, 1))


def basic(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@st.composite
def strings(draw: DrawFn) -> str:
    """A string in one of the four forms of TOML."""
    text = draw(texts)
    form = draw(st.sampled_from(["basic", "literal", "lines", "literal lines"]))
    if form == "literal" and not set(text) & set("'\n"):
        return f"'{text}'"
    if form == "lines":
        inner = text.replace("\\", "\\\\").replace('"', '\\"')
        ending = draw(st.sampled_from(["", '"', '""', "\\\n   "]))
        return f'"""{draw(st.sampled_from(["", chr(10)]))}{inner}{ending}"""'
    if form == "literal lines" and "'" not in text:
        return f"'''{text}{draw(st.sampled_from(['', chr(39), chr(39) * 2]))}'''"
    return basic(text)


scalars = (
    strings()
    | dates.map(str)
    | st.sampled_from(["1", "+0", "-17", "1_000", "0xdead_beef", "1e3", "-0.5", "inf", "nan"])
    | st.sampled_from(["true", "false", "07:32:00", "1979-05-27 07:32:00", "1979-05-27T07:32:00Z"])
)


@st.composite
def key_texts(draw: DrawFn) -> tuple[tuple[str, ...], str]:
    """The parts of a key, dotted or not, and the way it is written."""
    parts = draw(st.lists(keys, min_size=1, max_size=2))
    written = []
    for part in parts:
        forms = [basic(part)]
        if "'" not in part:
            forms.append(f"'{part}'")
        if part.isascii() and part.replace("-", "").replace("_", "").isalnum():
            forms.append(part)
        written.append(draw(st.sampled_from(forms)))
    dot = draw(st.sampled_from([".", " . ", "\t."]))
    return tuple(parts), dot.join(written)


@st.composite
def values(draw: DrawFn, depth: int = 2) -> str:
    """A value: a scalar, an array over one line or several, or an inline table."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"])) if depth else "scalar"
    if kind == "scalar":
        return draw(scalars)
    if kind == "array":
        items = draw(st.lists(values(depth - 1), max_size=3))
        gap = draw(st.sampled_from(["", " ", "\n  ", " # ] \" '\n"]))
        trailing = draw(st.booleans())
        comma = "," if items and trailing else ""
        return "[" + gap + f"{gap},{gap}".join(items) + gap + comma + gap + "]"
    pairs = draw(pair_lists(depth - 1))
    return "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"


@st.composite
def pair_lists(draw: DrawFn, depth: int = 2) -> list[tuple[str, str]]:
    """Pairs whose keys do not get in each other's way."""
    found: dict[str, tuple[str, str]] = {}
    for parts, written in draw(st.lists(key_texts(), max_size=4)):
        if parts[0] not in found:
            found[parts[0]] = (written, draw(values(depth)))
    return list(found.values())


@st.composite
def sections(draw: DrawFn) -> str:
    """Pairs on lines of their own, with comments and blank lines."""
    lines = []
    for key, value in draw(pair_lists()):
        indent, before, after = draw(spaces), draw(spaces), draw(spaces)
        lines.append(f"{indent}{key}{before}={after}{value}{draw(comments)}")
        lines.append(draw(st.sampled_from(["", "  ", "# between"])))
    return "".join(line + "\n" for line in lines)


@st.composite
def registries(draw: DrawFn) -> str:
    """A registry: members under headers or in line, with and without sub-tables."""
    parts = [draw(st.sampled_from(["", "# head\n\n", "format = 1\n"]))]
    if draw(st.booleans()):
        parts.append('[categories]\nparts = "零部件"\n')
    inline = draw(st.integers(0, 4)) == 0
    if inline:
        tables = draw(st.lists(pair_lists(), max_size=3))
        members = ["{" + ", ".join(f"{k} = {v}" for k, v in pairs) + "}" for pairs in tables]
        gap = draw(st.sampled_from(["", " ", "\n", "\n    "]))
        trailing = draw(st.booleans())
        comma = "," if members and trailing else ""
        closing = draw(st.sampled_from(["]", "\n]", " # end\n]"]))
        inner = f",{gap}".join(members)
        head = draw(st.sampled_from(["members", '"members"', "'members'"]))
        parts.insert(1, f"{head} = [{gap}{inner}{comma}{closing}\n")
        return "".join(parts)
    for _ in range(draw(st.integers(1, 4))):
        header = draw(st.sampled_from(["[[members]]", "[[ members ]]", '[["members"]]']))
        parts.append(draw(st.sampled_from(["", "\n", "# above\n", "\n\n"])))
        parts.append(draw(spaces) + header + draw(comments) + "\n" + draw(sections()))
        contacts = draw(st.lists(sections(), max_size=2))
        parts += (f"\n[[members.contacts]]\n{pairs}" for pairs in contacts)
        if draw(st.integers(0, 3)) == 0:
            parts.append("[members.extra]\n" + draw(sections()))
            parts.append(draw(st.sampled_from(["", "[members.more.deep]\nx = 1\n"])))
    if draw(st.booleans()):
        parts.append('\n# the end\n[levels]\nmember = "会员"\n')
    text = "".join(parts)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every value in the data that is not a table, arrays and their elements both."""
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += leaves(part, (*path, key))
        return found
    if isinstance(value, list):
        for index, part in enumerate(value):
            found += leaves(part, (*path, index))
    return [*found, (path, value)]


field_keys = st.sampled_from(["name", "city", "tags", "note", "contacts", "left", "a b", "x"])
plain_scalars = (
    texts | st.integers(-(2**62), 2**62) | st.booleans() | dates | st.sampled_from([0.5, 1.0, 0.0])
)
plain_values = st.recursive(
    plain_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(field_keys, inner, max_size=3),
    max_leaves=5,
)
tables = st.dictionaries(st.sampled_from(["name", "mobile", "title", "x"]), texts, max_size=3)
field_values = plain_values | st.lists(tables, min_size=1, max_size=3)


@st.composite
def changed(draw: DrawFn, value: Any) -> Any:
    """Another state of a value: something set, taken out or put in, anywhere within."""
    if isinstance(value, dict):
        kinds = ["put", "put", *["within", "within", "take"] * bool(value)]
        kind = draw(st.sampled_from(kinds))
        if kind == "put":
            return {**value, draw(field_keys): draw(field_values)}
        key = draw(st.sampled_from(sorted(value)))
        if kind == "take":
            return {other: part for other, part in value.items() if other != key}
        return {**value, key: draw(changed(value[key]))}
    if isinstance(value, list) and draw(st.integers(0, 5)):
        place = draw(st.integers(0, len(value)))
        kind = draw(st.sampled_from(["put", "take", "within"]))
        if kind == "put" or place == len(value):
            item = draw(tables if value and isinstance(value[0], dict) else plain_values)
            return [*value[:place], item, *value[place:]]
        inner = [draw(changed(value[place]))] if kind == "within" else []
        return [*value[:place], *inner, *value[place + 1 :]]
    return draw(field_values)
