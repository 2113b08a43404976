"""The shape of a registry file: its tables, and what is wrong with it."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..data import Data, Path
from ..findings import rules
from ..findings.finding import Finding
from ..language import say
from ..values.words import suggestion
from .declared import TABLE as FIELDS_TABLE
from .declared import declaration_findings, with_declared
from .imports import TABLE as IMPORTS_TABLE
from .imports import imports_findings
from .kind import Kind
from .kinds import VOCABULARY_TABLES, WORD_TABLES, vocabularies_of
from .known import KINDS
from .member import MEMBER
from .terms import TERM_FORM, problems_of_terms

FORMAT = 1
"""The version of the file's shape that this program reads."""


_TABLES = ("format", "alliance", *WORD_TABLES, *KINDS)


def shape_findings(data: Data) -> Iterator[Finding]:
    """What is wrong with the shape of a registry file; with an error it cannot be used at all."""
    if not any(table in data for table in _TABLES[1:]):
        yield Finding(
            rules.NOT_A_REGISTRY,
            say(
                "not a member registry: there is no [[members]]", "这不是会员名录：没有 [[members]]"
            )
            if data
            else say("the file is empty: there is no [[members]]", "文件是空的：没有 [[members]]"),
            (),
        )
        return
    if data.get("format", FORMAT) != FORMAT or type(data.get("format", FORMAT)) is not int:
        yield Finding(
            rules.UNKNOWN_FORMAT,
            say(
                f"the registry is of another format; this program reads format {FORMAT}",
                f"名录格式不同，本程序可读的格式为 {FORMAT}",
            ),
            ("format",),
            hint=say("install a newer alliance-cli", "请安装较新版本的 alliance-cli"),
        )
    for key in data:
        if key not in _TABLES:
            yield Finding(
                rules.UNKNOWN_TABLE,
                say(f"a registry has no {key}", f"名录中没有 {key} 这一项"),
                (key,),
                "key",
                suggestion(key, _TABLES),
            )
    for table in ("alliance", *WORD_TABLES):
        if not isinstance(data.get(table, {}), dict):
            yield _wrong_shape((table,), say(f"expected is a table [{table}]", f"应为表 [{table}]"))
    for path, value in _entries(data, VOCABULARY_TABLES):
        if not isinstance(value, (str, dict)):
            yield _wrong_shape(path, say("expected is ", "应为 ") + str(TERM_FORM))
    for table in VOCABULARY_TABLES:
        if isinstance(choices := data.get(table), dict):
            yield from _choices_findings(table, choices)
    for path, value in _entries(data, [FIELDS_TABLE]):
        if not isinstance(value, dict):
            header = "[" + ".".join(map(str, path)) + "]"
            yield _wrong_shape(path, say(f"expected is a table {header}", f"应为表 {header}"))
    for kind in KINDS.values():
        yield from _records_findings(data.get(kind.table, []), kind)
    if all(isinstance(data.get(table, {}), dict) for table in VOCABULARY_TABLES):
        yield from declaration_findings(data, vocabularies_of(data))
    if isinstance(headings := data.get(IMPORTS_TABLE), dict):
        yield from imports_findings(headings, with_declared(MEMBER, data))


def _entries(data: Data, tables: Iterable[str]) -> Iterator[tuple[Path, Any]]:
    """Every entry of some tables, and where it stands."""
    for table in tables:
        entries = data.get(table)
        for key, value in entries.items() if isinstance(entries, dict) else ():
            yield (table, key), value


def _choices_findings(table: str, choices: Data) -> Iterator[Finding]:
    for problem in problems_of_terms(choices):
        path, field = (table, *problem.place), ".".join((table, *problem.named))
        yield Finding(problem.rule, problem.message, path, problem.at, problem.hint, field=field)


def _records_findings(records: Any, kind: Kind) -> Iterator[Finding]:
    table, one = kind.table, kind.words.one
    if not isinstance(records, list):
        message = say(
            f"expected are [[{table}]], with two brackets", f"应为 [[{table}]]，两层方括号"
        )
        yield _wrong_shape((table,), message)
        return
    for index, record in enumerate(records):
        if not isinstance(record, dict):
            message = say(
                f"expected is a {one.english}, a table of fields",
                f"应为一个{one.chinese}，由字段组成的表",
            )
            yield _wrong_shape((table, index), message)


def _wrong_shape(path: Path, message: str) -> Finding:
    return Finding(rules.WRONG_SHAPE, message, path)
