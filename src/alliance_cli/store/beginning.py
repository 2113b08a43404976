"""What a new registry begins with: its text, for people to go on with, and the files beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..channels import json_text
from ..channels import line as on_one_line
from ..kinds.file_shape import FORMAT
from ..kinds.json_schema import json_schema
from ..kinds.terms import ALIASES, LABEL
from ..language import Phrase, say
from ..registry.registry import FIRST_ID, Registry
from ..toml.compose import toml_key, toml_value
from ..values.value_type import Term, Terms


@dataclass(frozen=True)
class Beginning:
    """What a new registry says before there are members; `categories` and `levels` by key."""

    name: str
    categories: Terms
    levels: Terms = field(default_factory=dict)
    first_id: str = ""


def schema_path(registry: Path) -> Path:
    """Where the schema of a registry stands: beside it, under its name."""
    return registry.with_suffix(".schema.json")


def text_of_schema(registry: Registry) -> str:
    """The schema of a registry, as a file for editors."""
    return json_text(json_schema(registry.kinds), indent=2) + "\n"


def text_of_registry(path: Path, beginning: Beginning) -> str:
    """The text of a new registry at `path`, with comments that say what belongs where."""
    return "\n".join(_lines(path, beginning)) + "\n"


def _lines(path: Path, beginning: Beginning) -> Iterator[str]:
    name = toml_value(beginning.name)
    category = toml_value(next(iter(beginning.categories)))
    first_id = beginning.first_id or "M001"
    yield f"#:schema ./{on_one_line(schema_path(path).name)}"
    yield "#"
    yield from say(
        f"# Members of {beginning.name}\n"
        "#\n"
        "# How to edit: UTF-8, plain ASCII keys and punctuation, text in quotes, dates without:\n"
        "# joined = 2019-05-28. What is not known is left out. Ids are never used again; who\n"
        '# leaves stays, with status = "left" and left = a date. Run `alliance validate` at last.\n'
        "# `alliance add` adds a member, `alliance import` takes in a spreadsheet.",
        f"# {beginning.name}会员名录\n"
        "#\n"
        "# 编辑须知\n"
        '# - 本文件以 UTF-8 保存。键名和符号(= " [ ] ,)用半角，文字加引号，日期不加引号：\n'
        "#   joined = 2019-05-28。\n"
        "# - 不知道的内容不写，不猜。\n"
        '# - 会员编号不重复使用；退会的会员保留，写 status = "left" 和 left = 日期。\n'
        "# - 改完运行 alliance validate；添加会员可用 alliance add，导入表格可用 alliance import。",
    ).split("\n")
    yield from ("", f"format = {FORMAT}", "")
    yield say("# The alliance itself.", "# 联盟本身。")
    yield from ("[alliance]", f"name = {name}")
    remark = say(
        "the first member's id; the others are counted from it", "第一家会员的编号，其余依次递增"
    )
    hidden = "" if beginning.first_id else "# "
    yield f"{hidden}{FIRST_ID} = {toml_value(first_id)} # {remark}"
    yield ""
    yield say(
        "# Categories: key = label, as they are shown. A member's category is one of the keys.\n"
        '# What lists call otherwise: key = { label = "label", aliases = ["other word"] }',
        "# 类别：键 = 名称，按显示顺序。会员的 category 只能用这里的键。\n"
        '# 名单中的其他说法可写作别名：键 = { label = "名称", aliases = ["别名"] }',
    )
    yield from _table("categories", beginning.categories)
    yield ""
    yield say(
        "# Levels of membership, likewise: a member's level is one of the keys.",
        "# 联盟职务：写法同上，会员的 level 只能用这里的键。",
    )
    if beginning.levels:
        yield from _table("levels", beginning.levels)
    else:
        yield from _hidden(_table("levels", {"member": _term("Member", "会员单位")}))
    yield ""
    yield say(
        "# Working groups, where there are any: a member's groups are some of the keys.",
        "# 专项工作组：如有，去掉下面两行开头的 #，会员的 groups 写这里的键。",
    )
    yield from _hidden(_table("groups", {"battery": _term("Batteries", "动力电池组")}))
    yield ""
    yield say(
        "# Fields of your own: each is a table like this one.",
        "# 本联盟自有的字段：如有，每个字段一段，写法如下。",
    )
    yield from _hidden(
        (
            "[fields.vat_id]",
            f"label = {toml_value(say('VAT number', '税号'))}",
            'type = "text" # '
            + say("or lines, number, date, truth, url", "或 lines、number、date、truth、url 等"),
        )
    )
    yield ""
    yield say(
        "# Members: each begins with [[members]]; `alliance schema -f markdown` lists the fields.\n"
        "# One looks like this:",
        "# 会员：每家一段，以 [[members]] 开头，其联系人以 [[members.contacts]] 开头。\n"
        "# 全部字段见 alliance schema -f markdown。例：",
    )
    level = next(iter(beginning.levels), None)
    yield from _hidden(
        (
            "[[members]]",
            f"id = {toml_value(first_id)}",
            f"name = {toml_value(say('Example Motor Co., Ltd.', '某某汽车有限公司'))}",
            f"category = {category}",
            *([f"level = {toml_value(level)}"] if level else []),
            f"city = {toml_value(say('Wuhan', '武汉'))}",
            "joined = 2019-05-28",
            "",
            "[[members.contacts]]",
            f"name = {toml_value(say('Zhang San', '张三'))}",
            f"title = {toml_value(say('Office manager', '办公室主任'))}",
            f"mobile = {toml_value(say('eleven digits', '11 位手机号'))}",
        )
    )


def _table(key: str, terms: Terms) -> Iterator[str]:
    yield f"[{key}]"
    for each, term in terms.items():
        said: Any = str(term.label)
        if term.aliases:
            said = {LABEL: said, ALIASES: list(term.aliases)}
        yield f"{toml_key(each)} = {toml_value(said)}"


def _term(english: str, chinese: str) -> Term:
    return Term(Phrase(english, chinese))


def _hidden(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in lines)


_CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"
"""What CI fetches the repository with: that of this project's own workflows."""

ACTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+@[0-9a-f]{40}")
"""The action of this program in a repository on GitHub, pinned by its commit."""

WORKFLOW = PurePosixPath(".github/workflows/members.yml")
"""Where the workflow for CI stands in a repository."""


def text_of_workflow(registry: PurePosixPath, action: str) -> str:
    """A workflow for GitHub that checks the registry, by its path in the repository."""
    remark = say("the language of the annotations", "批注的语言")
    return f"""\
# {say("Every finding becomes an annotation at its line.", "每个问题在其所在行显示为批注。")}
name: Members
on: [push, pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    env:
      ALLIANCE_LANG: {say("en", "zh")} # {remark}
    steps:
      - uses: {_CHECKOUT}
        with:
          persist-credentials: false
      - uses: {action}
        with:
          files: {json_text(str(registry))}
"""


def with_ignored(before: bytes, registry: Path) -> bytes:
    """What `.gitignore` is to hold: what it held, and the lines that it lacks for a registry.

    What stands in it keeps every byte; where it lacks nothing, it is the same.
    """
    known = {line.strip() for line in before.splitlines()}
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    found = [
        (remark, lines)
        for remark, wanted in _ignored(registry)
        if (lines := [each for each in wanted if each.encode() not in known])
    ]
    if not found:
        return before
    added = [line for remark, lines in found for line in (f"# {remark}", *lines)]
    above = before if not before or before.endswith(b"\n") else before + newline
    return above + b"".join(line.encode() + newline for line in added)


def _ignored(registry: Path) -> Iterator[tuple[str, Sequence[str]]]:
    # What is a pattern to git stands for itself.
    name = re.sub(r"[\\*?\[\] ]", r"\\\g<0>", registry.name)
    yield (
        say("What a command that writes leaves for a moment.", "写入名录时的临时文件"),
        (f".{name}.lock", f".{name}.*.tmp"),
    )
    yield (
        say("Exports, which may hold numbers of people.", "导出的文件，可能含有个人联系方式"),
        ("*.xlsx", "*.vcf"),
    )
