"""What a validation is: every finding of every file, by the rules that were chosen."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..checks import records as checks
from ..checks.catalogue import every_rule, revision_checks
from ..checks.check import RevisionCheck, RevisionContext
from ..checks.report import Report
from ..data import Position
from ..errors import CannotDo, WrongUsage
from ..findings import rules
from ..findings.finding import Finding, Located
from ..findings.rule import Rule
from ..kinds.member import MEMBER
from ..language import say
from ..store.ignores import ignores
from ..store.load import MAXIMUM_SIZE, Document, Unreadable, document_of
from ..toml.dialect import newer_constructs
from ..values.words import suggestion
from .sources import bytes_of

_ALL = "ALL"


class Chosen(Container[Rule]):
    """The rules that are looked for; no other rule needs to be imported to tell.

    A word in `select` or `ignore` is a code or the beginning of some (`F3`), and `all` is what is
    looked for by default; without a word to select it is all of these.
    """

    def __init__(self, select: Sequence[str], ignore: Sequence[str], *, strict: bool) -> None:
        self._select, self._ignore, self._strict = select or [_ALL], ignore, strict

    def __contains__(self, rule: object) -> bool:
        return (
            isinstance(rule, Rule)
            and self._is_meant(rule, self._select)
            and not self._is_meant(rule, self._ignore)
        )

    def _is_meant(self, rule: Rule, words: Sequence[str]) -> bool:
        usual = rule.is_usual or (self._strict and rule.strict)
        return (usual and _ALL in words) or rule.code.startswith(tuple(words))


def chosen_rules(select: Sequence[str], ignore: Sequence[str], *, strict: bool) -> Chosen:
    """The rules that are looked for: those selected, else all but the optional, minus the ignored.

    Commas separate several words.  Raises WrongUsage for one that no rule is called by.
    """
    return Chosen(_words(select), _words(ignore), strict=strict)


def _words(words: Sequence[str]) -> list[str]:
    found = [part.strip() for each in words for part in each.split(",")]
    for word in found:
        codes = (rule.code for rule in every_rule().values())
        if not word or not (
            word.upper() == _ALL or any(code.startswith(word.upper()) for code in codes)
        ):
            raise no_such_rule(word)
    return [word.upper() for word in found]


def rule_called(code: str) -> Rule:
    """The rule with this code.  Raises WrongUsage where there is none."""
    for rule in every_rule().values():
        if rule.code == code.strip().upper():
            return rule
    raise no_such_rule(code)


def no_such_rule(word: str) -> WrongUsage:
    """The error that no rule is called `word`."""
    near = suggestion(word.upper(), [rule.code for rule in every_rule().values()])
    return WrongUsage(
        say(f"there is no check {word}", f"没有 {word} 这项检查"),
        near or say("--list-checks shows all", "--list-checks 可列出全部"),
    )


class Base(NamedTuple):
    """A revision that no more than `max_removed` members may be gone from."""

    revision: str
    max_removed: int


def validate(paths: Sequence[Path], chosen: Container[Rule], *, base: Base | None = None) -> Report:
    """Look at each file; one that cannot be read is told of whatever the rules.

    Raises CannotDo where git cannot tell of the revision in `base`.
    """
    found: list[Located] = []
    since = [check for check in revision_checks() if check.rule in chosen]
    members = ignored = unread = 0
    texts: dict[str, str] = {}
    remarks: list[str] = []
    personal = MEMBER.personal_keys
    for path in paths:
        raw = b""
        try:
            raw = _read(path)
            document = document_of(path, raw)
        except Unreadable as stopped:
            found += stopped.located
            if stopped.mending:
                members += len(stopped.mending.after.registry.members)
            else:
                unread += 1
            texts[str(path)] = raw.decode("utf-8-sig", errors="replace")
            continue
        members += len(document.registry.members)
        for kind in document.registry.kinds.values():
            personal |= kind.personal_keys
        located = all_located(document, chosen)
        if base and since:
            located = [*_since(document, base, since, remarks), *located]
        kept = list(not_ignored(document, located, chosen))
        ignored += len(located) - sum(each.finding.rule is not rules.UNUSED_IGNORE for each in kept)
        found += kept
        if kept:
            texts[str(path)] = document.text
    names = [str(path) for path in paths]
    return Report(found, names, members, ignored, texts, personal, remarks, unread)


def _since(
    document: Document, base: Base, since: Sequence[RevisionCheck], remarks: list[str]
) -> Iterator[Located]:
    from ..store.history import bytes_at

    raw = bytes_at(document.path, base.revision)
    if raw is None:
        # A guard that is passed by giving the file another name would be none.
        raise CannotDo(
            say(
                f"{base.revision} has no {document.path} to compare with",
                f"{base.revision} 中没有可供比较的 {document.path}",
            ),
            say("leave out --base for a new file", "新建的文件请不要加 --base"),
        )
    try:
        before = document_of(Path(f"{base.revision}:{document.path}"), raw).registry
    except Unreadable as stopped:
        # Whoever mends it must get through.
        remarks.append(f"{stopped.message}; " + say("nothing to compare with", "无从比较"))
        return
    context = RevisionContext(document.registry, before, *base)
    for check in since:
        yield from map(document.locate, check.find(context))


def _read(path: Path) -> bytes:
    raw = bytes_of(str(path), MAXIMUM_SIZE)
    if len(raw) > MAXIMUM_SIZE:
        message = say("this is more than a registry ever has", "内容超出名录的限度")
        finding = Finding(rules.NO_FILE, message, ())
        raise Unreadable(path, [Located(finding, str(path), Position(1, 1))])
    return raw


def all_located(document: Document, chosen: Container[Rule]) -> list[Located]:
    """What the rules find in a document, in the order of the text, whatever comments say."""
    return sorted(_located(document, chosen), key=lambda each: each.position)


def _located(document: Document, chosen: Container[Rule]) -> Iterator[Located]:
    findings = [*document.shape, *checks.findings(document.registry, chosen)]
    # Member by member, for what stands in its lines is looked for once.
    findings.sort(key=lambda finding: -1 if finding.member is None else finding.member)
    for finding in findings:
        if finding.rule in chosen:
            yield document.locate(finding)
    if rules.NEWER_TOML in chosen:
        for offset, message in newer_constructs(document.text):
            yield _in_text(document, rules.NEWER_TOML, offset, str(message))


def _in_text(document: Document, rule: Rule, offset: int, message: str, hint: str = "") -> Located:
    """A finding about the text itself."""
    position = document.positions.position(offset)
    return Located(Finding(rule, message, (), hint=hint), str(document.path), position)


def not_ignored(
    document: Document, located: Sequence[Located], chosen: Container[Rule]
) -> Iterator[Located]:
    """The findings that no comment silences, and in their order the comments that silence none."""
    silent = ignores(document.text)
    if not silent:
        yield from located
        return
    lines = {
        (document.positions.position(each.about).line, each.code.upper()): each for each in silent
    }
    kept: list[Located] = []
    for each in located:
        ignore = lines.get((each.position.line, each.finding.rule.code))
        if ignore:
            ignore.used = True
        else:
            kept.append(each)
    for ignore in silent:
        if ignore.used or rules.UNUSED_IGNORE not in chosen:
            continue
        codes = {rule.code: rule for rule in every_rule().values()}
        rule = codes.get(ignore.code.upper())
        if rule and rule not in chosen:
            continue
        hint = ""
        if rule:
            message = say(f"there is no {rule.code} here to ignore", f"此处没有 {rule.code} 可忽略")
        elif ignore.code:
            message = say(f"there is no check {ignore.code}", f"没有 {ignore.code} 这项检查")
            hint = suggestion(ignore.code.upper(), codes)
        else:
            message = say("this comment names no check", "此注释没有写明检查代码")
            hint = say("write ignore[F303], with the code", "应写作 ignore[F303]，注明代码")
        kept.append(_in_text(document, rules.UNUSED_IGNORE, ignore.offset, message, hint))
    yield from sorted(kept, key=lambda each: each.position)
