"""What a validation is: every finding of every file, by the rules that were chosen."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..checks import records as checks
from ..checks.relations import many_removed
from ..checks.report import Report
from ..data import Position
from ..errors import CannotDo, WrongUsage
from ..findings.finding import Finding, Located
from ..findings.rules import Rule
from ..kinds.member import MEMBER
from ..language import say
from ..store.ignores import ignores
from ..store.load import MAXIMUM_SIZE, Document, Unreadable, document_of
from ..toml.dialect import newer_constructs
from ..values.words import suggestion
from .sources import bytes_of

_ALL = "all"


def chosen_rules(select: Sequence[str], ignore: Sequence[str], *, strict: bool) -> frozenset[Rule]:
    """The rules that are looked for: those selected, else all but the optional, minus the ignored.

    A word is a code or the beginning of some (`F3`), `all` is what is looked for by default;
    commas separate several.  Raises WrongUsage for a word that is neither.
    """
    usual = {rule for rule in Rule if not rule.is_optional and (strict or not rule.is_strict)}
    chosen = _called(select, usual) if select else usual
    return frozenset(chosen - _called(ignore, usual))


def _called(words: Sequence[str], usual: Collection[Rule]) -> set[Rule]:
    found: set[Rule] = set()
    for word in (part.strip() for each in words for part in each.split(",")):
        if word.lower() == _ALL:
            found.update(usual)
            continue
        meant = [rule for rule in Rule if word and rule.code.startswith(word.upper())]
        if not meant:
            raise no_such_rule(word)
        found.update(meant)
    return found


def rule_called(code: str) -> Rule:
    """The rule with this code.  Raises WrongUsage where there is none."""
    for rule in Rule:
        if rule.code == code.strip().upper():
            return rule
    raise no_such_rule(code)


def no_such_rule(word: str) -> WrongUsage:
    """The error that no rule is called `word`."""
    near = suggestion(word.upper(), [rule.code for rule in Rule])
    return WrongUsage(
        say(f"there is no check {word}", f"没有 {word} 这项检查"),
        near or say("--list-checks shows all", "--list-checks 可列出全部"),
    )


class Base(NamedTuple):
    """A revision that no more than `max_removed` members may be gone from."""

    revision: str
    max_removed: int


def validate(
    paths: Sequence[Path], rules: frozenset[Rule], *, strict: bool, base: Base | None = None
) -> Report:
    """Look at each file; one that cannot be read is told of whatever the rules.

    Raises CannotDo where git cannot tell of the revision in `base`.
    """
    found: list[Located] = []
    members = ignored = 0
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
            texts[str(path)] = raw.decode("utf-8-sig", errors="replace")
            continue
        members += len(document.registry.members)
        for kind in document.registry.kinds.values():
            personal |= kind.personal_keys
        located = all_located(document, rules, strict=strict)
        if base and Rule.MANY_REMOVED in rules:
            located = [*_removed_since(document, base, remarks), *located]
        kept = list(not_ignored(document, located, rules))
        ignored += len(located) - sum(each.finding.rule is not Rule.UNUSED_IGNORE for each in kept)
        found += kept
        if kept:
            texts[str(path)] = document.text
    names = [str(path) for path in paths]
    return Report(found, names, members, ignored, texts, personal, remarks)


def _removed_since(document: Document, base: Base, remarks: list[str]) -> Iterator[Located]:
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
    for finding in many_removed(document.registry, before, *base):
        yield document.locate(finding)


def _read(path: Path) -> bytes:
    raw = bytes_of(str(path), MAXIMUM_SIZE)
    if len(raw) > MAXIMUM_SIZE:
        message = say("this is more than a registry ever has", "内容超出名录的限度")
        finding = Finding(Rule.NO_FILE, message, ())
        raise Unreadable(path, [Located(finding, str(path), Position(1, 1))])
    return raw


def all_located(document: Document, rules: frozenset[Rule], *, strict: bool) -> list[Located]:
    """What the rules find in a document, in the order of the text, whatever comments say."""
    return sorted(_located(document, rules, strict), key=lambda each: each.position)


def _located(document: Document, rules: frozenset[Rule], strict: bool) -> Iterator[Located]:
    registry = document.registry
    findings = [
        *document.shape,
        *checks.findings(registry, strict=strict or Rule.INCOMPLETE in rules),
        *checks.optional_findings(registry, rules),
    ]
    # Member by member, for what stands in its lines is looked for once.
    findings.sort(key=lambda finding: -1 if finding.member is None else finding.member)
    for finding in findings:
        if finding.rule in rules:
            yield document.locate(finding)
    if Rule.NEWER_TOML in rules:
        for offset, message in newer_constructs(document.text):
            yield _in_text(document, Rule.NEWER_TOML, offset, str(message))


def _in_text(document: Document, rule: Rule, offset: int, message: str, hint: str = "") -> Located:
    """A finding about the text itself."""
    position = document.positions.position(offset)
    return Located(Finding(rule, message, (), hint=hint), str(document.path), position)


def not_ignored(
    document: Document, located: Sequence[Located], rules: frozenset[Rule]
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
    codes = {rule.code: rule for rule in Rule}
    for ignore in silent:
        rule = codes.get(ignore.code.upper())
        if ignore.used or Rule.UNUSED_IGNORE not in rules or (rule and rule not in rules):
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
        kept.append(_in_text(document, Rule.UNUSED_IGNORE, ignore.offset, message, hint))
    yield from sorted(kept, key=lambda each: each.position)
