"""The shape of a registry file: its tables, and what is wrong with it."""

from collections.abc import Iterator
from typing import Any

from ..data import Data, Path
from ..findings.finding import Finding
from ..findings.rules import Rule
from ..language import say
from ..values.words import suggestion

FORMAT = 1
"""The version of the file's shape that this program reads."""


VOCABULARY_TABLES = ("categories", "levels", "groups")


_TABLES = ("format", "alliance", *VOCABULARY_TABLES, "members")


def shape_findings(data: Data) -> Iterator[Finding]:
    """What is wrong with the shape of a registry file; with an error it cannot be used at all."""
    if not any(table in data for table in _TABLES[1:]):
        yield Finding(
            Rule.NOT_A_REGISTRY,
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
            Rule.UNKNOWN_FORMAT,
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
                Rule.UNKNOWN_TABLE,
                say(f"a registry has no {key}", f"名录中没有 {key} 这一项"),
                (key,),
                "key",
                suggestion(key, _TABLES),
            )
    for table in ("alliance", *VOCABULARY_TABLES):
        if not isinstance(data.get(table, {}), dict):
            yield _wrong_shape((table,), say(f"expected is a table [{table}]", f"应为表 [{table}]"))
    for table in VOCABULARY_TABLES:
        labels = data.get(table)
        for key, label in labels.items() if isinstance(labels, dict) else ():
            if not isinstance(label, str):
                yield _wrong_shape(
                    (table, key),
                    say(
                        'expected is a label in quotes: key = "label"',
                        '应为带引号的名称：键 = "名称"',
                    ),
                )
    yield from _members_findings(data.get("members", []))


def _members_findings(members: Any) -> Iterator[Finding]:
    if not isinstance(members, list):
        yield _wrong_shape(
            ("members",),
            say("expected are [[members]], with two brackets", "应为 [[members]]，两层方括号"),
        )
        return
    for index, member in enumerate(members):
        if not isinstance(member, dict):
            yield _wrong_shape(
                ("members", index),
                say("expected is a member, a table of fields", "应为一个会员，由字段组成的表"),
            )


def _wrong_shape(path: Path, message: str) -> Finding:
    return Finding(Rule.WRONG_SHAPE, message, path)
