"""What `init` does: a new registry, of what a person says or of what stands in a list."""

import contextlib
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..data import Tracked
from ..errors import CannotDo
from ..exchange.sheets.listing import listing_of
from ..intake.intake import Terms, take_in
from ..kinds.member import ALLIANCE_FIELDS, MEMBER
from ..kinds.terms import LABEL, TERM
from ..language import Phrase, say
from ..registry.registry import FIRST_ID, from_data
from ..registry.words import Words
from ..store.beginning import (
    ACTION,
    WORKFLOW,
    Beginning,
    schema_path,
    text_of_registry,
    text_of_schema,
    text_of_workflow,
    with_ignored,
)
from ..store.history import repository_of
from ..store.load import Document, document_of, read_bytes
from ..values.names import name_key
from ..values.value_type import Term, ValueRefused, ValueType
from ..values.words import means_nothing
from .take_in import Source, TakingIn
from .write import Dialogue, NewFile, planned

CATEGORIES: Mapping[str, Phrase] = {
    "vehicle": Phrase("Vehicle makers", "整车企业"),
    "parts": Phrase("Parts makers", "零部件企业"),
    "university": Phrase("Universities", "大专院校"),
    "institute": Phrase("Institutes", "科研院所"),
    "association": Phrase("Associations", "行业协会学会"),
    "other": Phrase("Others", "其他"),
}
"""The categories that an alliance of an industry mostly has."""

LEVELS: Mapping[str, Phrase] = {
    "president": Phrase("President", "理事长单位"),
    "vice_president": Phrase("Vice president", "副理事长单位"),
    "executive_director": Phrase("Executive director", "常务理事单位"),
    "director": Phrase("Director", "理事单位"),
    "member": Phrase("Member", "会员单位"),
}
"""The levels of membership that most alliances have."""

MOST_WORDS = 40
"""Of more words than these a column is none of categories or levels."""

TABLES: Mapping[str, str] = {"category": "categories", "level": "levels"}
"""The fields whose choices a new registry is given, and the tables of these."""

_LABEL = TERM[LABEL].type
_NO_LABELS: Mapping[str, str] = {}
_ALLIANCE = re.compile(r".{2,}?(?:联盟|协会|学会|商会|促进会|联合会|研究会)")


def name_of(text: str) -> str:
    """The name of an alliance.  Raises ValueRefused where it cannot be one."""
    return _checked(text, ALLIANCE_FIELDS["name"])


def first_id_of(text: str) -> str:
    """The id of the first member.  Raises ValueRefused where it cannot be one."""
    return _checked(text, ALLIANCE_FIELDS[FIRST_ID])


def words_of(texts: Iterable[str]) -> dict[str, Term]:
    """Choices by key, of texts that are each a label, or its key and it: `vehicle=整车企业`.

    What most alliances have keeps its usual key; of others the label is the key.  Raises
    ValueRefused where one cannot be a label, or is there twice.
    """
    found: dict[str, Term] = {}
    seen: set[str] = set()
    for text in texts:
        key, equals, label = text.replace("\uff1d", "=").partition("=")
        label = _checked(label if equals else text, _LABEL)
        key = _checked(key, _LABEL) if equals else _usual_key(label)
        if seen & {name_key(key), name_key(label)}:
            raise ValueRefused(say(f"{text.strip()} is there twice", f"{text.strip()} 重复"))
        seen |= {name_key(key), name_key(label)}
        found[key] = Term(Phrase(label, label))
    return found


def words_of_list(words: Iterable[str], labels: Mapping[str, str] = _NO_LABELS) -> dict[str, Term]:
    """Choices by key, of the words that stand in a column; what can be no label is none.

    A word that has another label in `labels` is an alias of it.
    """
    found: dict[str, Term] = {}
    key_of: dict[str, str] = {}
    for word in words:
        with contextlib.suppress(ValueRefused):
            alias = _checked(word, _LABEL)
            label = _checked(labels.get(word, word), _LABEL)
            usual_key = _usual_key(label)
            key = key_of.setdefault(name_key(label), label if usual_key in found else usual_key)
            term = found.setdefault(key, Term(Phrase(label, label)))
            if name_key(alias) not in map(name_key, (key, label)):
                found[key] = term._replace(aliases=(*term.aliases, alias))
    return found


def usual(words: Mapping[str, Phrase]) -> dict[str, Term]:
    """What most alliances have."""
    return {key: Term(phrase) for key, phrase in words.items()}


def _usual_key(label: str) -> str:
    usual_ones = (*CATEGORIES.items(), *LEVELS.items())
    folded = name_key(label)
    return next((key for key, phrase in usual_ones if folded in map(name_key, phrase)), label)


def _checked(text: str, type_: ValueType) -> str:
    """What `text` says, which keeps the rules of a type.  Raises ValueRefused."""
    value: str = type_.read(" ".join(text.split()))
    for problem in type_.problems(value):
        hint = problem.hint and f" ({problem.hint})"
        raise ValueRefused(f"{value}: {problem.message}{hint}" if value else problem.message)
    return value


@dataclass(frozen=True)
class Found:
    """What a list says of the registry that it is to become.

    `words` are those that stand for choices, by the key of the field, and how many members have
    each; so many `members` there are, and so many of them are `without` a category.
    """

    title: str
    words: Mapping[str, Mapping[str, int]]
    members: int
    without: int
    has_ids: bool

    def too_many(self, key: str) -> bool:
        """Whether the column of a field holds too many words to be choices."""
        return len(self.words[key]) > MOST_WORDS


def found_in(source: Source, defaults: Mapping[str, str]) -> Found:
    """What stands in a list, as an import reads it where any word is a choice."""
    registry = from_data({MEMBER.table: []})
    kind = registry.kinds[MEMBER.table]
    listing = listing_of(source.tables, kind, *source.origins)
    intake = take_in(registry, kind, listing, Terms(defaults=defaults))
    # A member may have several rows, of which the last one has all that they say.
    members = {
        name_key(str(verdict.new["name"])): verdict.new
        for verdict in intake.verdicts
        if verdict.new and "name" in verdict.new
    }.values()
    words: dict[str, dict[str, int]] = {}
    for key in TABLES:
        counted: dict[str, tuple[str, int]] = {}
        for member in members:
            if isinstance(text := member.get(key), str):
                label, count = counted.get(name_key(text), (" ".join(text.split()), 0))
                counted[name_key(text)] = (label, count + 1)
        words[key] = dict(counted.values())
    return Found(
        _title_of(source),
        words,
        len(members),
        sum("category" not in member for member in members),
        any(not means_nothing(verdict.row.cells.get("id", "")) for verdict in intake.verdicts),
    )


def _title_of(source: Source) -> str:
    """The name of the alliance in what stands above a list, or nothing."""
    for table in source.tables:
        for row in table.sheet.rows[: table.first]:
            # A heading such as 联盟职务 names no alliance.
            for cell in (each for each in row if each not in table.headings):
                if match := _ALLIANCE.match(" ".join(cell.split())):
                    return match[0]
    return ""


def without_origin(source: Source) -> Source:
    """The source as a list of anybody: what it was exported from is no registry any more."""
    books = {file: dataclasses.replace(book, origins={}) for file, book in source.books.items()}
    return dataclasses.replace(source, books=books)


def with_choices(source: Source, beginning: Beginning) -> Source:
    """The source as a list for the registry that `beginning` says."""
    terms = {"categories": beginning.categories, "levels": beginning.levels}
    said = {table: each for table, each in terms.items() if each}
    kind = source.kind.with_fields(each.bound(said) for each in source.kind.fields.values())
    return dataclasses.replace(source, kind=kind)


def with_aliases(beginning: Beginning, words: Words) -> tuple[Beginning, Words]:
    """The beginning with the words that a list has for its choices as aliases; and all others."""
    tables = {key: dict(getattr(beginning, table)) for key, table in TABLES.items()}
    for column, terms in tables.items():
        for word, key in words.get(column, {}).items():
            terms[key] = terms[key]._replace(aliases=(*terms[key].aliases, word))
    others = {column: said for column, said in words.items() if column not in TABLES}
    categories, levels = tables["category"], tables["level"]
    return dataclasses.replace(beginning, categories=categories, levels=levels), others


@dataclass(frozen=True)
class Beside:
    """What is made beside a registry: lines for git to ignore, and a workflow of this `action`."""

    gitignore: bool = False
    action: str = ""


@dataclass
class Begun:
    """A registry that is ready to be written: its text, what was taken in, and all its files.

    `there_already` are files that stay as they are.
    """

    document: Document
    files: Sequence[NewFile] = ()
    plan: TakingIn | None = None
    there_already: Sequence[Path] = field(default_factory=list)


def check_action(action: str) -> str:
    """The name of an action that is pinned.  Raises ValueRefused where it is none."""
    if ACTION.fullmatch(action.strip()):
        return action.strip()
    # Quoted, it would look like an address for mail.
    raise ValueRefused(
        say(
            "expected is OWNER/REPOSITORY, @ and the 40 digits of a commit",
            "应为 所有者/仓库、@ 和完整的 40 位提交号",
        )
    )


def made_ready(
    path: Path,
    beginning: Beginning,
    beside: Beside,
    dialogue: Dialogue,
    *,
    source: Source | None = None,
    terms: Terms | None = None,
    tracked: Tracked = iter,
    yes: bool = False,
) -> Begun:
    """The registry at `path` that `beginning` says, with the members of `source`; not written yet.

    Rows that a person has to look at are set aside, and the others taken in.  Raises Refused for
    what is worth a look, unless `yes`, and CannotDo where a workflow has no repository.
    """
    raw = text_of_registry(path, beginning).encode()
    document, plan = document_of(path, raw), None
    if source is not None:
        plan = TakingIn(source, terms or Terms(), apply=False, rejects=None, tracked=tracked)
        proposal = planned(document, plan, dialogue, yes=yes)
        document = proposal.after if proposal else document
    begun = Begun(document, plan=plan)
    begun.files = [
        NewFile(path, document.raw),
        NewFile(schema_path(path), text_of_schema(document.registry).encode()),
        *_files_beside(path, beside, begun),
    ]
    return begun


def _files_beside(path: Path, beside: Beside, begun: Begun) -> list[NewFile]:
    files: list[NewFile] = []
    there: list[Path] = []
    top = repository_of(path)
    if beside.gitignore:
        place = (top or path.parent) / ".gitignore"
        before = read_bytes(place) if place.exists() else None
        wanted = with_ignored(before or b"", path)
        if wanted == before:
            there.append(place)
        else:
            files.append(NewFile(place, wanted, before))
    if beside.action:
        if top is None:
            raise CannotDo(
                say(
                    f"{path}: there is no git repository here for a workflow",
                    f"{path}：所在文件夹不在 git 仓库中，无法写入工作流",
                ),
                say("run `git init` first, or leave it out", "请先运行 `git init`，或不写工作流"),
            )
        place = top / WORKFLOW
        if place.exists():
            there.append(place)
        else:
            inside = (path.parent.resolve() / path.name).relative_to(top.resolve())
            text = text_of_workflow(PurePosixPath(inside.as_posix()), beside.action)
            files.append(NewFile(place, text.encode()))
    begun.there_already = there
    return files
