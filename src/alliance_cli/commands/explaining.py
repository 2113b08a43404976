"""What a person says of a list that is taken in: in options, or where it is asked."""

from collections.abc import Callable, Mapping, Sequence

from ..actions.take_in import Source
from ..errors import WrongUsage
from ..exchange.sheets.headings import key_of
from ..intake.matching import Matcher, places_of_names, without_known_id
from ..intake.missing import SAID_OF_MISSING, How, Measure
from ..kinds.kind import Kind
from ..kinds.member import GONE
from ..language import say
from ..registry.changes import read_typed
from ..registry.query import place_of
from ..registry.registry import Registry
from ..registry.shown import called, masked_message
from ..registry.words import Words
from ..values.names import name_key
from ..values.value_type import ValueRefused
from ..values.words import guidance
from ..views import console, interview
from ..views import intake as view


def explained(source: Source) -> Source:
    """The source, after a person said what columns mean; what is left out is told."""
    for file, encoding in source.unusual_encodings.items():
        console.tell(view.read_as(file, encoding))
    if source.unknown and console.can_ask():
        meanings = {heading: _meaning(heading, source) for heading in source.unknown}
        source = source.with_meanings(meanings)
    for remark in view.remarks_on(source):
        console.tell(remark)
    return source


def _meaning(heading: str, source: Source) -> str:
    """What a person says that a column means, nothing for one to leave out."""
    samples = list(map(masked_message, source.samples(heading)))
    word = interview.ask_for_column(
        masked_message(heading), samples, lambda word: key_of(source.kind, word) is not None
    )
    return key_of(source.kind, word) or ""


def typed_mapping(typed: Sequence[str], kind: Kind) -> dict[str, str]:
    """What headings are said to mean, by heading; nothing for those to leave out."""
    # A heading may hold the mark, a column cannot.
    pairs = (_parted(each, "--map", str.rpartition) for each in typed)
    return {heading: _column(word, "--map", kind) if word else "" for heading, word in pairs}


def typed_defaults(typed: Sequence[str], kind: Kind, name: str = "--default") -> dict[str, str]:
    """The values of members that have none, by column, as the option called `name` gives them."""
    pairs = (_parted(each, name, str.partition) for each in typed)
    return {_column(word, name, kind): text for word, text in pairs}


def measure_of(
    missing: str | None, settings: Mapping[str, str], kind: Kind
) -> tuple[Measure | None, Mapping[str, str]]:
    """What becomes of those whose rows are missing, and the values for all rows that are left.

    Raises DataRefused for a day that is none, WrongUsage for a status that nobody leaves with.
    """
    if missing != How.WITHDRAW.value:
        return Measure(How(missing)) if missing else None, settings
    if not kind.fields.keys() >= {*SAID_OF_MISSING}:
        raise WrongUsage(
            say("--missing withdraw is for members", "--missing withdraw 只适用于会员"),
            say("--missing remove takes records out", "--missing remove 可删除记录"),
        )
    of_missing = {key: settings.get(key) for key in SAID_OF_MISSING}
    status, day, reason = (
        read_typed("--set", kind.fields[key], text) for key, text in of_missing.items()
    )
    if status not in (None, *GONE):
        raise WrongUsage(
            say(
                "--missing withdraw: who is gone has left or was expelled",
                "--missing withdraw：状态只能是退会或除名",
            )
        )
    rest = {key: text for key, text in settings.items() if key not in of_missing}
    return Measure(How.WITHDRAW, status or GONE[0], day, reason), rest


def typed_words(typed: Sequence[str], source: Source) -> dict[str, dict[str, str]]:
    """Which choices the words of a list mean, as was said or as a person says: by column and word.

    What is left open is told.
    """
    return asked_words(said_words(typed, source), source)


def said_words(typed: Sequence[str], source: Source) -> dict[str, dict[str, str]]:
    """Which choices the words of a list are said to mean: by column and word."""
    words: dict[str, dict[str, str]] = {}
    for each in typed:
        column, word, key = _word(each, source)
        words.setdefault(column, {})[word] = key
    return words


def asked_words(said: Words, source: Source) -> dict[str, dict[str, str]]:
    """What is `said`, and which choices other words mean as a person says; what is open is told."""
    words = {column: dict(of_column) for column, of_column in said.items()}
    for open_ in source.open_words(words):
        key, shown = "", masked_message(open_.word)
        if console.can_ask():
            heading = str(open_.field.heading)
            key = interview.ask_for_choice(heading, shown, open_.rows, open_.field.type)
        if key:
            words.setdefault(open_.column, {})[open_.word] = key
        else:
            console.tell(view.open_word(open_))
    return words


def _word(typed: str, source: Source) -> tuple[str, str, str]:
    """The column, the word in it, and the key of the choice that are said to belong together."""
    option = "--map-value"
    before, choice = _parted(typed, option, str.rpartition)
    heading, colon, word = (before.replace("\uff1a", ":", 1)).partition(":")
    if not (colon and word.strip() and choice):
        raise WrongUsage(
            say(
                f"{option}: {typed} is not of the form column:value=choice",
                f"{option}：{typed} 不是 列:说法=选项 的形式",
            )
        )
    column, word = _column(heading.strip(), option, source.kind), word.strip()
    field = source.kind.column(column)
    if not field.type.takes_words:
        raise WrongUsage(
            say(f"{option}: {heading} has no choices", f"{option}：{heading}不是从选项中选的")
        )
    there = source.words.get(column, {})
    if name_key(word) not in map(name_key, there):
        raise WrongUsage(
            say(
                f"{option}: the list has no {word} in {heading}",
                f"{option}：名单的“{heading}”中没有 {word}",
            ),
            guidance(word, there, there),
        )
    try:
        key = str(field.type.item.read(choice))
    except ValueRefused as refused:
        raise WrongUsage(f"{option}: {refused}") from None
    known = field.type.meant(word)
    if known and known != key:
        label = field.type.choices()[known]
        raise WrongUsage(
            say(f"{option}: {word} means {label} already", f"{option}：{word} 已指 {label}")
        )
    return column, word, key


def matches_of(typed: Sequence[str], source: Source, registry: Registry) -> dict[str, str]:
    """Whose the names of a list are, as was said or as a person says: folded name to id.

    A name without an id is that of a new member; what is left open is told.
    """
    kind, matches = source.kind, {}
    names = {
        name_key(name): name
        for row in source.listing.rows
        for key in kind.official_names
        if (name := row.cells.get(key, "").strip())
    }
    for each in typed:
        name, word = _parted(each, "--match", str.rpartition)
        if name_key(name) not in names:
            raise WrongUsage(
                say(f"--match: the list has no {name}", f"--match：名单中没有 {name}"),
                guidance(name, names.values(), ()),
            )
        matches[name_key(name)] = _id_of(word, registry, kind) if word else ""
    said = places_of_names(registry, kind, matches)
    # In a list that was exported every row has an id, and nobody's names are looked through.
    rows = without_known_id(source.listing.rows, registry, kind)
    for near in Matcher(registry, kind, said).nearly(rows) if rows else ():
        record = registry.of(kind)[near.place]
        answer = None
        if console.can_ask():
            answer = interview.ask_whose(
                masked_message(near.name),
                view.place_of(near.row),
                called(record),
                str(record.get("id")),
                lambda word: _id_of(word, registry, kind),
            )
        if answer is None:
            console.tell(view.nearly(near, record))
        else:
            matches[name_key(near.name)] = answer
    return matches


def _id_of(word: str, registry: Registry, kind: Kind) -> str:
    """The id of the member that a word means; raises WrongUsage where it means no member."""
    return str(registry.of(kind)[place_of(registry, kind, word, in_part=False)].get("id"))


def _parted(
    typed: str, option: str, part: Callable[[str, str], tuple[str, str, str]]
) -> tuple[str, str]:
    before, equals, after = part(typed, "=")
    if not equals:
        before, equals, after = part(typed, "\uff1d")
    if not equals or not before.strip():
        raise WrongUsage(
            say(
                f"{option}: {typed} is not of the form name=value",
                f"{option}：{typed} 不是 名称=值 的形式",
            )
        )
    return before.strip(), after.strip()


def _column(word: str, option: str, kind: Kind) -> str:
    key = key_of(kind, word)
    if key is None:
        raise WrongUsage(
            say(f"{option}: there is no field {word}", f"{option}：没有 {word} 这个字段"),
            guidance(word, kind.field_words, (str(each.heading) for each in kind.fields.values())),
        )
    return key
