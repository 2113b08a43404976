"""Options that commands share, each group written once.

A command takes a group as one parameter, and `spread` turns it into the single options that Typer
sees: `def run(choosing: Choosing)` has `--category`, `--where` and all the others.
"""

import copy
import dataclasses
import datetime
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
)

import typer

from .actions import completion
from .actions.completion import Files, Offers
from .errors import WrongUsage
from .language import Phrase, Wording, say

if TYPE_CHECKING:
    from .data import Tracked
    from .kinds.field import Field
    from .kinds.kind import Kind
    from .registry.query import Selection
    from .store.load import Document

ANSWERS = ("text", "json")
"""How the outcome of a command that writes can be told."""


class Place(str):
    """What stands for a value in the help, and what completion offers in its place.

    `metavar` is what the command calls it, whatever it is about.
    """

    metavar: str
    offers: Offers | Files | None


_MEMBER = "MEMBER"
_OFFERS: Mapping[str, Offers] = {
    _MEMBER: completion.records,
    "INTO": completion.records,
    "CATEGORY": completion.values_of("category"),
    "FIELD": completion.fields,
    "KEY": completion.fields,
    "A,B,C": completion.listed(completion.fields),
    "KEY=VALUE": completion.assigned(completion.fields),
    "COLUMN=VALUE": completion.assigned(completion.columns),
    "COLUMN:VALUE=CHOICE": completion.meanings,
    "HEADING=COLUMN": completion.assigned(completion.words(()), completion.columns),
    "NAME=MEMBER": completion.assigned(completion.words(()), completion.records),
    "CONDITION": completion.conditions,
    "CODE": completion.listed(completion.rules),
}
"""What is offered wherever this stands for a value."""


_IN_CHINESE = {
    "A": "之前",
    "A,B,C": "字段,…",
    "ACTION": "Action",
    "B": "之后",
    "BODY": "机构",
    "CATEGORY": "类别",
    "CODE": "代码",
    "COLUMN:VALUE=CHOICE": "列:说法=选项",
    "COLUMN=VALUE": "字段=值",
    "CONDITION": "条件",
    "DATE": "日期",
    "EXPERTISE": "领域",
    "FIELD": "字段",
    "FILE": "文件",
    "HEADING=COLUMN": "表头=字段",
    "ID": "编号",
    "INTO": "并入会员",
    "KEY": "字段",
    "KEY=VALUE": "字段=值",
    "LABEL": "名称",
    "LIST": "名单",
    "MEMBER": "会员",
    "NAME": "名称",
    "NAME=MEMBER": "名称=会员",
    "OUT": "文件",
    "REV": "版本",
    "REV|DATE": "版本|日期",
    "ROLE": "角色",
    "ROW": "行",
    "SHELL": "终端",
    "TEXT": "文字",
    "TIME": "时长",
    "VALUE": "值",
    "WHO": "会员|专家",
    "YEAR": "年份",
}
"""What stands for a value in a Chinese help; signs and words that are typed as they are do not."""


def place(metavar: str, offers: Offers | Files | None = None, kind: "Kind | None" = None) -> Place:
    """The place of a value; what is offered is what `metavar` says, where nothing else is named.

    A member is one of the records of `kind` there, if one is given.
    """
    word = metavar.strip(".[]")
    if word == _MEMBER and kind:
        one = kind.words.one
        shown = say(one.english.upper(), one.chinese)
    else:
        shown = say(word, _IN_CHINESE.get(word, word))
    made = Place(metavar.replace(word, shown))
    made.metavar, made.offers = metavar, offers or _OFFERS.get(word)
    return made


def option(
    names: str,
    english: str,
    chinese: str,
    metavar: str | None = None,
    offers: Offers | Files | None = None,
    **settings: Any,
) -> Any:
    """An option with these names and its help; its type and default stand beside it."""
    shown = {"show_default": False, **settings}
    where = None if metavar is None else place(metavar, offers)
    return typer.Option(*names.split(), help=say(english, chinese), metavar=where, **shown)


def argument(
    metavar: str, english: str, chinese: str, offers: Offers | Files | None = None, **settings: Any
) -> Any:
    """An argument and its help; its type and default stand beside it."""
    told = say(english, chinese)
    where = place(metavar, offers)
    return typer.Argument(metavar=where, help=told, show_default=False, **settings)


def named_by_all(context: Any, value: str | None) -> str | None:
    """What was given to a command, else to `alliance` itself with --registry."""
    given: str | None = value or context.find_root().params.get("registry")
    return given


_SHORT = {"category": ("-c",)}


def one_of(known: Iterable[str], names: str, english: str, chinese: str) -> Any:
    """An option that takes one of `known`; another is refused with what was probably meant."""
    words = list(known)

    def check(value: str | None) -> str | None:
        if value is not None and value not in words:
            from .values.words import guidance

            name = names.partition(" ")[0]
            raise WrongUsage(
                say(f"{name}: {value}: no such choice", f"{name}：没有 {value} 这一项"),
                guidance(value, words, words),
            )
        return value

    offers = completion.words(words)
    return option(
        names, english, chinese, "|".join(words), offers, callback=check, show_default=True
    )


def _choosing(field: "Field") -> Any:
    """An option that chooses records by the value of a field."""
    return option(
        " ".join((field.option, *_SHORT.get(field.key, ()))),
        f"Only those of this {field.one or field.key} (repeatable).",
        f"按{field.heading.chinese}筛选(可重复)。",
        "VALUE",
        completion.values_of(field.key),
    )


TOML_FILES = Files((".toml",))
"""What is offered where a registry may be named."""

RegistryOption = Annotated[
    str | None,
    option(
        "--registry -r",
        "The registry file; else $ALLIANCE_REGISTRY, else members.toml or data/members.toml "
        "here or above.",
        "名录文件；不填则用 $ALLIANCE_REGISTRY，或本级及上级目录中的 "
        "members.toml、data/members.toml。",
        "FILE",
        TOML_FILES,
        callback=named_by_all,
    ),
]
ContactsOption = Annotated[
    bool,
    option(
        "--contacts",
        "Show phone numbers and e-mail addresses in full.",
        "完整显示电话号码和邮箱。",
    ),
]
HeadingsOption = Annotated[
    Wording | None,
    option(
        "--headings",
        "Headings and labels in Chinese or English, or the fixed keys for scripts.",
        "表头和名称用中文或英文，或用供脚本使用的固定键名。",
    ),
]
ForceOption = Annotated[
    bool, option("--force", "Overwrite a file that is there already.", "覆盖已有文件。")
]
AtOption = Annotated[
    str | None,
    option(
        "--at",
        "The file as git kept it: at a revision, or at the end of a day.",
        "用 git 保存的名录：某一版本，或某日终了时的。",
        "REV|DATE",
    ),
]
MembersArgument = Annotated[
    list[str], argument(f"{_MEMBER}...", "Ids or whole names.", "编号或完整名称。")
]
DecisionOption = Annotated[
    str | None,
    option(
        "--decision",
        "The decision by which it was admitted.",
        "批准入会的决议或文号。",
        "TEXT",
    ),
]
SetOption = Annotated[
    list[str] | None,
    option("--set", "Give a field a value (repeatable).", "设置字段的值(可重复)。", "KEY=VALUE"),
]


@dataclass(eq=False, repr=False)
class Writing:
    """How a change is written: the same options for every command that writes."""

    yes: Annotated[
        bool, option("--yes -y", "Do not ask; accept warnings.", "不询问，接受警告。")
    ] = False
    dry_run: Annotated[
        bool,
        option("--dry-run", "Show the change as a diff and write nothing.", "只显示改动，不写入。"),
    ] = False
    contacts: ContactsOption = False


@dataclass(eq=False, repr=False)
class Answering(Writing):
    """How a change is written, and how its outcome is told."""

    format: Annotated[
        str | None,
        one_of(ANSWERS, "--format -f", "How the outcome is told.", "结果的输出格式。"),
    ] = "text"


class FieldValues(dict[str, list[str]]):
    """What was typed for the options that choose records by a field, by its key."""


class FieldAnswers(dict[str, list[str]]):
    """What was typed for the fields of a record: an option for every field, by its key."""


@dataclass(eq=False, repr=False)
class AsOf:
    """Of which time: the dates in the file on a day, and the file as git kept it; for reading."""

    on: Annotated[
        str | None,
        option(
            "--on",
            "As of the end of this day: memberships, seats and terms, by the dates in the file.",
            "以此日终了时的会籍、任职、聘期为准，依名录所载日期。",
            "DATE",
        ),
    ] = None
    at: AtOption = None

    @property
    def day(self) -> datetime.date | None:
        """The day of `--on`, if it was given; raises WrongUsage where it is no whole day."""
        if self.on is None:
            return None
        from .values.dates import whole_day

        day = whole_day(self.on)
        if day is None:
            raise WrongUsage(
                say(f"--on: {self.on} is not a day", f"--on：{self.on} 不是某一天的日期"),
                say("write it like 2025-12-31", "请写作 2025-12-31"),
            )
        return day

    def document(self, registry: str | None, track: "Tracked" = iter) -> "Document":
        """The registry that is named or found, as it is or as git kept it.

        `track` sees the members of a long one go by.
        """
        # The commands that write have these options too, and what asks git few others need.
        from .store.load import load
        from .store.locate import find_registry

        path = find_registry(registry)
        if self.at is None:
            return load(path, track)
        from .store.kept import document_at

        return document_at(path, self.at)


@dataclass(eq=False, repr=False)
class Narrowing:
    """Which records, gone or not."""

    values: FieldValues = field(default_factory=FieldValues)
    search: Annotated[
        list[str],
        option(
            "--search -s",
            "Only those with TEXT in the id, any name or a contact's name, or as a contact's whole "
            "number or address (repeatable).",
            "只选编号、任一名称或联系人姓名中含此文字，或联系人完整号码、邮箱与此相同的(可重复)。",
            "TEXT",
        ),
    ] = field(default_factory=list)
    where: Annotated[
        list[str],
        option(
            "--where -w",
            "Only those for whom FIELD OP VALUE holds; OP is = != ~ < <= > >=, commas in VALUE "
            "mean any of (repeatable, all must hold).",
            "只选符合“字段 运算符 值”的；运算符 = != ~ < <= > >=，"
            "值中的逗号表示任一(可重复，须全部符合)。",
            "CONDITION",
        ),
    ] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Filtering(Narrowing):
    """Which records: the same options wherever records are chosen."""

    everyone: Annotated[
        bool,
        option(
            "--all",
            "Also those of the past: left, expelled, retired.",
            "包括已退会、除名、退出的。",
        ),
    ] = False

    @property
    def chooses(self) -> bool:
        """Whether any of the options was given."""
        given = (getattr(self, each.name) for each in dataclasses.fields(Filtering))
        return any(any(each.values()) if isinstance(each, dict) else each for each in given)

    def selection(self, categories: Sequence[str] = (), time: AsOf | None = None) -> "Selection":
        """What was asked for, in the words of the domain; `categories` are further ones.

        Raises WrongUsage where it does not go with the time that was asked for.
        """
        from .registry.query import Selection

        day = time.day if time else None
        if day and self.everyone:
            raise WrongUsage(
                say("--all does not go with --on", "--all 不能与 --on 同用"),
                say("--on has those who left later anyway", "--on 本就包括后来退会或退出的"),
            )
        equals = dict(self.values)
        if categories:
            equals["category"] = [*categories, *equals.get("category", ())]
        return Selection(
            equals=[*equals.items()],
            where=self.where,
            search=self.search,
            everyone=self.everyone,
            on=day,
        )


@dataclass(eq=False, repr=False)
class Choosing(Filtering):
    """Which records, in which order and with which columns."""

    sort: Annotated[
        list[str],
        option(
            "--sort",
            "Sort by FIELD, by -FIELD downwards.",
            "按字段排序，-字段 为倒序。",
            "FIELD",
            completion.listed(completion.downwards(completion.fields)),
        ),
    ] = field(default_factory=list)
    columns: Annotated[
        list[str],
        option(
            "--columns",
            "The fields to show, in order; or all.",
            "要显示的字段及顺序；all 为全部。",
            "A,B,C",
        ),
    ] = field(default_factory=list)
    limit: Annotated[
        int | None, option("--limit", "At most N of them.", "最多显示 N 条。", "N", min=0)
    ] = None

    def selection(self, categories: Sequence[str] = (), time: AsOf | None = None) -> "Selection":
        """What was asked for, as `Filtering.selection`, with order, columns and limit."""
        chosen = super().selection(categories, time)
        return chosen._replace(sort=self.sort, columns=self.columns, limit=self.limit)


def typed(group: AsOf | Filtering, kind: "Kind") -> list[str]:
    """The options of a group as they are typed for a command about a kind."""
    hints = get_type_hints(type(group), include_extras=True)
    chosen = group.values if isinstance(group, Filtering) else {}
    words = [f"{kind.fields[key].option}={text}" for key, texts in chosen.items() for text in texts]
    for each in dataclasses.fields(group):
        if hints[each.name] is FieldValues:
            continue
        # What stands first is the name, which Typer has where elsewhere a default would stand.
        name, value = hints[each.name].__metadata__[0].default, getattr(group, each.name)
        values = [value] if isinstance(value, str) else value or []
        words += [name] if value is True else [f"{name}={text}" for text in values]
    return words


def days_named(name: str, text: str | None) -> tuple[str, str]:
    """The first and the last day of what a person typed for the option `name`, else nothing.

    Raises WrongUsage where it is no day, month or year.
    """
    if text is None:
        return "", ""
    from .kinds.member import MEMBER
    from .values.value_type import ValueRefused

    try:
        first, last = MEMBER.fields["joined"].type.span(text)
    except ValueRefused as refused:
        raise WrongUsage(f"{name}: {refused}") from None
    return str(first), str(last)


# Keep the parameters of fields apart from those of the command itself.
_FIELD = "field_"
_VALUES = "values_"


class _Group(NamedTuple):
    """Options that a command takes as one parameter, and what makes that parameter of them."""

    make: Callable[..., Any]
    parameters: list[inspect.Parameter]


def spread(command: Callable[..., None], kind: "Kind") -> Callable[..., None]:
    """`command` with every parameter that is a group of options turned into those options.

    It is about records of `kind`, which a parameter of that type is given.
    """
    from .kinds.kind import Kind

    parameters: list[inspect.Parameter] = []
    groups: dict[str, _Group] = {}
    given: dict[str, Any] = {}
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        if parameter.annotation is Kind:
            given[parameter.name] = kind
        elif group := _group(parameter.annotation, kind):
            groups[parameter.name] = group
            parameters += group.parameters
        else:
            parameters.append(_about(parameter, kind))

    def spread_command(**values: Any) -> None:
        command(**_gathered(values, groups), **given)

    spread_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread_command.__annotations__ = {each.name: each.annotation for each in parameters}
    return spread_command


def _about(parameter: inspect.Parameter, kind: "Kind") -> inspect.Parameter:
    """A parameter as the command of a kind has it: an argument names what it takes."""
    from .kinds.member import MEMBER

    annotation = parameter.annotation
    if kind is not MEMBER and get_origin(annotation) is Annotated:
        type_, settings = get_args(annotation)
        where = getattr(settings, "metavar", None)
        if isinstance(settings, typer.models.ArgumentInfo) and isinstance(where, Place):
            settings = copy.copy(settings)
            settings.metavar = place(where.metavar, where.offers, kind)
            annotation = Annotated[type_, settings]
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


def _group(annotation: Any, kind: "Kind") -> _Group | None:
    """The options that stand for a parameter of this type, None where it is none of several."""
    fields = kind.fields.values()
    if annotation is FieldAnswers:
        return _Group(_field_answers, [_field_parameter(field) for field in fields])
    if annotation is FieldValues:
        choosing = [_values_parameter(field) for field in fields if field.chooses]
        return _Group(_field_values, choosing)
    if not dataclasses.is_dataclass(annotation) or not isinstance(annotation, type):
        return None
    hints = get_type_hints(annotation, include_extras=True)
    parameters: list[inspect.Parameter] = []
    within: dict[str, _Group] = {}
    for part in dataclasses.fields(annotation):
        if group := _group(hints[part.name], kind):
            within[part.name] = group
            parameters += group.parameters
        else:
            default = [] if part.default is dataclasses.MISSING else part.default
            parameters.append(_parameter(part.name, hints[part.name], default))

    def make(**values: Any) -> Any:
        return annotation(**_gathered(values, within))

    return _Group(make, parameters)


def _gathered(values: dict[str, Any], groups: Mapping[str, _Group]) -> dict[str, Any]:
    """The values of parameters, with one of each group in place of its own."""
    for name, group in groups.items():
        values[name] = group.make(**{each.name: values.pop(each.name) for each in group.parameters})
    return values


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _field_answers(**texts: str | list[str] | None) -> FieldAnswers:
    return FieldAnswers(
        {
            name.removeprefix(_FIELD): [text] if isinstance(text, str) else text or []
            for name, text in texts.items()
        }
    )


def _field_values(**texts: list[str]) -> FieldValues:
    return FieldValues({name.removeprefix(_VALUES): each for name, each in texts.items()})


def _values_parameter(field: "Field") -> inspect.Parameter:
    return _parameter(_VALUES + field.key, Annotated[list[str], _choosing(field)], [])


def _field_parameter(field: "Field") -> inspect.Parameter:
    repeatable = Phrase(" (repeatable)", "(可重复)") if field.type.is_list else ""
    offers = completion.values_of(field.key)
    typed = typer.Option(
        field.option,
        metavar=place("VALUE", offers),
        help=f"{field.heading}{say(': ', '：')}{field.help}{repeatable}",
    )
    kind: Any = list[str] if field.type.is_list else str | None
    return _parameter(
        _FIELD + field.key, Annotated[kind, typed], [] if field.type.is_list else None
    )
