"""Inputs that mean harm, or that something went wrong with: for `test_hostile.py`.

`python -m tests.hostile_inputs COUNT SEED` validates as many and writes what the dearest took.
"""

import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from alliance_cli.actions.validate import chosen_rules, validate
from alliance_cli.checks.report import Report
from alliance_cli.views.reports import REPORTERS

from .conftest import REAL_REGISTRY, SMALL
from .invalid_documents import INVALID, MARK

RULES = chosen_rules(("all,X508",), (), strict=True)
_EXAMPLES = sorted((Path(__file__).parent / "examples").rglob("*.toml"))
_MEMBER = '[[members]]\nid = "M{n}"\nname = "甲{n}厂"\ncategory = "x"\n'
_MANY = "".join(_MEMBER.replace("{n}", str(n)) for n in range(1000))


def members(line: str, count: int) -> str:
    """As many members, each with `line`, in which {n} is the number of the member."""
    return "".join((_MEMBER + line + "\n").replace("{n}", str(n)) for n in range(count))


def special_inputs(many: int) -> dict[str, bytes]:
    """Inputs that were thought of one by one, of `many` parts or of some hundred times as long."""
    texts = {
        "nothing": "",
        "brackets": "a = " + "[" * 100_000,
        "brackets that close": "a = " + "[" * 50_000 + "]" * 50_000,
        "braces": "a = " + "{b = " * 50_000,
        "brackets and braces": "a = " + "[{b = " * 50_000,
        "nested as allowed": "a = " + "[" * 300 + "]" * 300 + "\n" + SMALL,
        "a dotted key": "a" + ".b" * 40_000 + " = 1",
        "a dotted header": "[a" + ".b" * 40_000 + "]",
        "a dotted key in braces": "a = {b" + ".b" * 40_000 + " = 1}",
        "many dotted keys": "".join(f"a{n}{'.b' * 900} = 1\n" for n in range(200)),
        "many dotted headers": "".join(f"[a{n}{'.b' * 900}]\n" for n in range(200)),
        "quoted dotted keys": "".join(f"'a{n}'{'.' + repr('b')} = 1\n" for n in range(200)),
        "a long number": "a = " + "9" * 5000,
        "a long number with signs": "[[members]]\nemployees = 1" + "_1" * 100_000,
        "a long hexadecimal": "[[members]]\nemployees = 0x" + "f" * 5000,
        "a long fraction": "[[members]]\nemployees = 0." + "9" * 5000,
        "quotes": "a = " + '"' * 100_001,
        "quotes with spaces": "a = " + '" ' * 50_001,
        "backslashes": 'a = "' + "\\" * 100_001,
        "commas": "a = [" + "," * 100_000 + "]",
        "hashes": "#" * 100_000 + "\x01",
        "empty lines": "\n" * (500 * many) + "x",
        "spaces": "a = " + " " * (500 * many) + "x",
        "carriage returns": "\r" * 100_000,
        "a long word": "a = " + "b" * (500 * many),
        "a long name": '[[members]]\nname = "' + "甲" * (250 * many) + '"',
        "a long name beside many": members("registered_name = '" + "a" * 1000 + "{n}'", many // 10),
        "a repeated key in braces": "a = {"
        + ", ".join(f"k{n} = 1" for n in range(10 * many))
        + ", k1 = 1}",
        "many keys in braces": SMALL
        + "x = 1\ncontacts = [{"
        + ", ".join(f"k{n} = 1" for n in range(many))
        + "}]",
        "many labels in braces": "levels = {" + ", ".join(f"k{n} = 1" for n in range(many)) + "}",
        "many categories": "[categories]\n"
        + "".join(f"k{n} = 'x'\n" for n in range(many))
        + members("", many // 4),
        "many ignoring comments": "# alliance: ignore[F303]\n" * many + SMALL,
        "an error at the end": _MANY + "x = yes\n",
        "a repeated key at the end": _MANY + "id = 1\n",
        "a list open from the beginning": "a = [\n" + _MANY,
        "a string open from the beginning": 'a = """\n' + _MANY,
        "members in line": "members = [" + "{id = 1, nmae = 2}, " * many + "]",
        "members that are none": "members = [" + "1, " * many + "]",
        "many keys": SMALL + "".join(f"k{n} = 1\n" for n in range(many)),
        "many tables": "".join(f"[t{n}]\n" for n in range(many)) + SMALL,
        "many contacts": SMALL + "[[members.contacts]]\nnmae = 1\n" * many,
        "many parents": members('parent = "Q{n}"', many),
        "a long circle": members('parent = "M{n}"', many).replace('parent = "M', 'parent = "M1'),
        "names that look alike": members('short_name = "同"', many),
    }
    small = SMALL.encode()
    return {
        **{name: text.encode() for name, text in texts.items()},
        "zero bytes": b"\0" * 100_000,
        "zero bytes within": small.replace(b"M002", b"M\0002"),
        "UTF-16": SMALL.encode("utf-16"),
        "UTF-16 without a mark": SMALL.encode("utf-16-be"),
        "UTF-32": SMALL.encode("utf-32"),
        "GBK": SMALL.encode("gbk"),
        "GBK at the end": small + "\n# 联盟".encode("gbk"),
        "Big5": "[[members]]\nname = '聯盟產業'".encode("big5"),
        "Latin-1": "[[members]]\nname = 'Citroën'".encode("latin-1"),
        "surrogates": b"a = '\xed\xa0\x80'",
        "overlong": b"a = '\xc0\xaf'",
        "gzip": gzip.compress(small, mtime=0),
        "a workbook": b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)),
        "a workbook of ASCII": b"PK\x03\x04" + b"a" * 100,
        "two marks": b"\xef\xbb\xbf" * 2 + small,
        "half a mark": b"\xef\xbb" + small,
        "a conflict": small.replace(b'id = "M002"', b'<<<<<<< HEAD\nid = "M2"\n=======\n'),
    }


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Registries and examples with something changed, each with how to make it again."""
    bases = [SMALL.encode(), REAL_REGISTRY.read_bytes(), *(p.read_bytes() for p in _EXAMPLES)]
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        raw = bases[chance.choice([0, 0, 0, 1, *range(2, len(bases))])]
        for _ in range(chance.randint(1, 3)):
            raw = chance.choice([_in_bytes, _in_lines])(raw, chance)
        yield f"seed {seed}, number {number}", raw


_BYTES = [b'"', b"'", b"[", b"]", b"{", b"}", b"=", b",", b".", b"\\", b"#", b"\n", b"\r", b"\0"]
_BYTES += [b"\xff", b"\xe4", "“".encode(), "＝".encode(), "\u202e".encode(), b"\x1b[31m", b'"""']
_BYTES += [b"[[", b"]]", b"1e9", b"- ", b"\t", b"::error::", b"<<<<<<< HEAD\n", "\uffff".encode()]
_VALUES = [b'""', b"1", b"-1", b"9" * 30, b"1.5", b"nan", b"true", b"2019-05-28", b"[]", b"{}"]
_VALUES += [b"[1]", b'["a", "a"]', b"[{}]", b"[[]]", b"{a = 1}", b'" a"', b'"\\u202e\\u0000"']
_VALUES += [b"0001-01-01", b"9999-12-31", b"07:30:00", b"1979-05-27T07:32:00Z", b'"M001"', b"0xff"]


def _in_bytes(raw: bytes, chance: random.Random) -> bytes:
    """`raw` with a few bytes changed."""
    start = chance.randint(0, len(raw))
    end = min(len(raw), start + chance.choice([0, 1, 1, 2, 5, 50]))
    kind = chance.choice(["put", "put", "flip", "twice", "cut"])
    if kind == "put":
        return raw[:start] + chance.choice(_BYTES) + raw[end:]
    if kind == "flip":
        return (
            raw[:start] + bytes(b ^ 1 << chance.randint(0, 7) for b in raw[start:end]) + raw[end:]
        )
    if kind == "twice":
        return raw[:end] + raw[start:end] + raw[end:]
    return raw[:start]


def _in_lines(raw: bytes, chance: random.Random) -> bytes:
    """`raw` with a few lines changed."""
    lines = raw.split(b"\n")
    place, other = (chance.randrange(len(lines)) for _ in range(2))
    kind = chance.choice(["take", "twice", "swap", "move", "join", "value", "value", "value"])
    if kind == "take":
        del lines[place]
    elif kind == "twice":
        lines.insert(other, lines[place])
    elif kind == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    elif kind == "move":
        lines.insert(other, lines.pop(place))
    elif kind == "join":
        lines[place : place + 2] = [b" ".join(lines[place : place + 2])]
    else:
        key, equals, _ = lines[place].partition(b"=")
        lines[place] = key + (equals and b"= " + chance.choice(_VALUES))
    return b"\n".join(lines)


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` inputs: those thought of, those that break a rule of TOML, and mutants."""
    thought_of = list(special_inputs(many=2000).items())
    thought_of += [(marked, marked.replace(MARK, "").encode()) for marked, _ in INVALID]
    yield from thought_of
    yield from mutants(count - len(thought_of), seed)


class Examined(NamedTuple):
    """The report on an input, in every format, and the seconds of work that one run takes."""

    report: Report
    texts: dict[str, str]
    seconds: float


def examine(path: Path, raw: bytes) -> Examined:
    """Validate `raw` and make every report; each finding is at a place that there is."""
    path.write_bytes(raw)
    started = time.process_time()
    report = validate([path], RULES)
    validated = time.process_time() - started
    texts: dict[str, str] = {}
    dearest = 0.0
    for name, reporter in REPORTERS.items():
        started = time.process_time()
        texts[name] = "".join(reporter(report))
        dearest = max(dearest, time.process_time() - started)
    lines = raw.split(b"\n")
    for each in report.findings:
        for position in filter(None, (each.position, each.related)):
            assert 1 <= position.line <= len(lines), each
            assert 1 <= position.column <= len(lines[position.line - 1]) + 1, each
    return Examined(report, texts, validated + dearest)


def _measure(count: int, seed: int) -> dict[str, object]:
    """What the dearest of so many inputs took, in seconds and in megabytes of the process."""
    slowest, name_of_slowest = 0.0, ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "members.toml"
        for name, raw in inputs(count, seed):
            try:
                taken = examine(path, raw).seconds
            except BaseException as error:
                error.add_note(f"the input is {name!r}")
                raise
            if taken > slowest:
                slowest, name_of_slowest = taken, name
    peak = _peak()
    return {"inputs": count, "slowest": slowest, "which": name_of_slowest, "megabytes": peak}


def _peak() -> float:
    """The greatest memory of this process in MB, not of the one that it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]))))
