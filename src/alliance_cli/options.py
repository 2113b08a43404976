"""Options that commands share, each group written once.

A command takes a group as one parameter, and `spread` turns it into the single options that Typer
sees: `def run(choosing: Choosing)` has `--category`, `--where` and all the others.
"""

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple, get_type_hints

import typer

from .errors import WrongUsage
from .kinds.field import Field
from .kinds.member import MEMBER
from .language import Phrase, Wording, say
from .registry.query import Selection
from .values.words import guidance

RegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry",
        "-r",
        metavar="FILE",
        help=say(
            "The registry file; else $ALLIANCE_REGISTRY, else members.toml or data/members.toml "
            "here or above.",
            "名录文件；不填则用 $ALLIANCE_REGISTRY，或本级及上级目录中的 "
            "members.toml、data/members.toml。",
        ),
        callback=lambda context, value: value or context.find_root().params.get("registry"),
    ),
]

ContactsOption = Annotated[
    bool,
    typer.Option(
        "--contacts",
        help=say("Show phone numbers and e-mail addresses in full.", "完整显示电话号码和邮箱。"),
    ),
]

HeadingsOption = Annotated[
    Wording | None,
    typer.Option(
        "--headings",
        help=say(
            "Headings and labels in Chinese or English, or the fixed keys for scripts.",
            "表头和名称用中文或英文，或用供脚本使用的固定键名。",
        ),
        show_default=False,
    ),
]

ForceOption = Annotated[
    bool,
    typer.Option(
        "--force",
        help=say("Overwrite a file that is there already.", "覆盖已有文件。"),
    ),
]

YesOption = Annotated[
    bool,
    typer.Option("--yes", "-y", help=say("Do not ask; accept warnings.", "不询问，接受警告。")),
]

DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say("Show the change as a diff and write nothing.", "只显示改动，不写入。"),
    ),
]


MembersArgument = Annotated[
    list[str],
    typer.Argument(metavar="MEMBER...", help=say("Ids or whole names.", "编号或完整名称。")),
]


def _list_option(field: Field, *short: str) -> Any:
    """An option that chooses members by the value of a field."""
    one = field.one or field.key
    return Annotated[
        list[str],
        typer.Option(
            field.option,
            *short,
            metavar="VALUE",
            help=say(
                f"Only those of this {one} (repeatable).",
                f"只选此{field.heading.chinese}的会员(可重复)。",
            ),
        ),
    ]


@dataclass(frozen=True)
class Filtering:
    """Which members: the same options wherever members are chosen."""

    category: _list_option(MEMBER.fields["category"], "-c") = field(default_factory=list)  # type: ignore[valid-type]
    status: _list_option(MEMBER.fields["status"]) = field(default_factory=list)  # type: ignore[valid-type]
    level: _list_option(MEMBER.fields["level"]) = field(default_factory=list)  # type: ignore[valid-type]
    city: _list_option(MEMBER.fields["city"]) = field(default_factory=list)  # type: ignore[valid-type]
    tag: _list_option(MEMBER.fields["tags"]) = field(default_factory=list)  # type: ignore[valid-type]
    group: _list_option(MEMBER.fields["groups"]) = field(default_factory=list)  # type: ignore[valid-type]
    search: Annotated[
        list[str],
        typer.Option(
            "--search",
            "-s",
            metavar="TEXT",
            help=say(
                "Only those with TEXT in the id or any name (repeatable).",
                "只选编号或任一名称中含此文字的会员(可重复)。",
            ),
        ),
    ] = field(default_factory=list)
    where: Annotated[
        list[str],
        typer.Option(
            "--where",
            "-w",
            metavar="CONDITION",
            help=say(
                "Only those for whom FIELD OP VALUE holds; OP is = != ~ < <= > >=, commas in VALUE "
                "mean any of (repeatable, all must hold).",
                "只选符合“字段 运算符 值”的会员；运算符 = != ~ < <= > >=，"
                "值中的逗号表示任一(可重复，须全部符合)。",
            ),
        ),
    ] = field(default_factory=list)
    everyone: Annotated[
        bool,
        typer.Option(
            "--all", help=say("Also those who left or were expelled.", "包括已退会和除名的。")
        ),
    ] = False

    @property
    def chooses(self) -> bool:
        """Whether any of the options was given."""
        return any(getattr(self, each.name) for each in dataclasses.fields(Filtering))

    def selection(self, categories: Sequence[str] = ()) -> Selection:
        """What was asked for, in the words of the domain; `categories` are further ones."""
        return Selection(
            equals=(
                ("category", [*categories, *self.category]),
                ("status", self.status),
                ("level", self.level),
                ("city", self.city),
                ("tags", self.tag),
                ("groups", self.group),
            ),
            where=self.where,
            search=self.search,
            everyone=self.everyone,
        )


@dataclass(frozen=True)
class Choosing(Filtering):
    """Which members, in which order and with which columns."""

    sort: Annotated[
        list[str],
        typer.Option(
            "--sort",
            metavar="FIELD",
            help=say("Sort by FIELD, by -FIELD downwards.", "按字段排序，-字段 为倒序。"),
        ),
    ] = field(default_factory=list)
    columns: Annotated[
        list[str],
        typer.Option(
            "--columns",
            metavar="A,B,C",
            help=say("The fields to show, in order; or all.", "要显示的字段及顺序；all 为全部。"),
        ),
    ] = field(default_factory=list)
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help=say("At most N members.", "最多 N 家。")),
    ] = None

    def selection(self, categories: Sequence[str] = ()) -> Selection:
        """What was asked for, in the words of the domain; `categories` are further ones."""
        return dataclasses.replace(
            super().selection(categories), sort=self.sort, columns=self.columns, limit=self.limit
        )


# Keeps the parameters of fields apart from those of the command itself.
_FIELD = "field_"


class FieldAnswers(dict[str, list[str]]):
    """What was typed for the fields of a member: an option for every field, by its key."""


class _Group(NamedTuple):
    """Options that a command takes as one parameter, and what makes that parameter of them."""

    make: Any
    parameters: list[inspect.Parameter]


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """`command` with every parameter that is a group of options turned into those options."""
    parameters: list[inspect.Parameter] = []
    groups: dict[str, _Group] = {}
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        if dataclasses.is_dataclass(parameter.annotation):
            group = _Group(parameter.annotation, _parameters_of(parameter.annotation))
        elif parameter.annotation is FieldAnswers:
            group = _Group(
                _field_answers, [_field_parameter(field) for field in MEMBER.fields.values()]
            )
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        groups[parameter.name] = group
        parameters += group.parameters

    def spread_command(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group.make(
                **{each.name: values.pop(each.name) for each in group.parameters}
            )
        command(**values)

    spread_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread_command.__annotations__ = {each.name: each.annotation for each in parameters}
    return spread_command


def _parameters_of(group: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            part.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=[] if part.default is dataclasses.MISSING else part.default,
            annotation=hints[part.name],
        )
        for part in dataclasses.fields(group)
    ]


def _field_answers(**texts: str | list[str] | None) -> FieldAnswers:
    return FieldAnswers(
        {
            name.removeprefix(_FIELD): [text] if isinstance(text, str) else text or []
            for name, text in texts.items()
        }
    )


def _field_parameter(field: Field) -> inspect.Parameter:
    repeatable = Phrase(" (repeatable)", "(可重复)") if field.type.is_list else ""
    option = typer.Option(
        field.option, metavar="VALUE", help=f"{field.heading}: {field.help}{repeatable}"
    )
    kind: Any = list[str] if field.type.is_list else str | None
    return inspect.Parameter(
        _FIELD + field.key,
        inspect.Parameter.KEYWORD_ONLY,
        default=[] if field.type.is_list else None,
        annotation=Annotated[kind, option],
    )


def one_of(names: Iterable[str], *declarations: str, help: str) -> Any:
    """An option that takes one of `names`; another is refused with what was probably meant."""
    known = list(names)

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise WrongUsage(
                f"{declarations[0]}: {value}: " + say("no such choice", "没有这个选项"),
                guidance(value, known, known),
            )
        return value

    return Annotated[
        str | None,
        typer.Option(*declarations, metavar="|".join(known), help=help, callback=check),
    ]
