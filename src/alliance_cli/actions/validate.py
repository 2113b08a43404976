"""What a validation is: every finding of every file, by the rules that were chosen."""

import itertools
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..checks import records as checks
from ..checks.catalogue import every_rule, revision_checks
from ..checks.check import RevisionCheck, RevisionContext
from ..checks.report import Report, Tally
from ..data import Position, Tracked
from ..errors import CannotDo, WrongUsage
from ..findings import rules
from ..findings.finding import Finding, Located
from ..findings.rule import Rule
from ..kinds.member import MEMBER
from ..language import say
from ..store.ignores import ignores
from ..store.load import MAXIMUM_SIZE, Document, Unreadable, document_of
from ..toml.dialect import newer_constructs
from ..values.choices import parted
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
        self._known: dict[object, bool] = {}

    def __contains__(self, rule: object) -> bool:
        if rule not in self._known:
            self._known[rule] = (
                isinstance(rule, Rule)
                and self._is_meant(rule, self._select)
                and not self._is_meant(rule, self._ignore)
            )
        return self._known[rule]

    def _is_meant(self, rule: Rule, words: Sequence[str]) -> bool:
        usual = rule.is_usual or (self._strict and rule.strict)
        return (usual and _ALL in words) or rule.code.startswith(tuple(words))


def chosen_rules(select: Sequence[str], ignore: Sequence[str], *, strict: bool) -> Chosen:
    """The rules that are looked for: those selected, else all but the optional, minus the ignored.

    Commas separate several words.  Raises WrongUsage for one that no rule is called by.
    """
    return Chosen(_words(select), _words(ignore), strict=strict)


def _words(words: Sequence[str]) -> list[str]:
    found = [part for each in words for part in parted(each)]
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
    # Letters are taken for the digits that they look like.
    code = word.upper().translate(str.maketrans("OIL", "011"))
    near = suggestion(code, [rule.code for rule in every_rule().values()])
    return WrongUsage(
        say(f"there is no check {word}", f"没有 {word} 这项检查"),
        near or say("--list-checks shows all", "--list-checks 可列出全部"),
    )


class Base(NamedTuple):
    """A revision that no more than `max_removed` members may be gone from."""

    revision: str
    max_removed: int


MOST = 1000
"""So many findings of a rule are told; of more only the number."""


def validate(
    paths: Sequence[Path],
    chosen: Container[Rule],
    *,
    base: Base | None = None,
    most: int | None = MOST,
    at: str | None = None,
    track: Tracked = iter,
) -> Report:
    """Look at each file; one that cannot be read is told of whatever the rules.

    `track` sees the records go by.

    With `at` it is looked at as git kept it there, by that name.

    At most `most` findings of a rule are told, all for None, and the others counted.  Raises
    CannotDo where git cannot tell of the revision in `base` or of what is `at`.
    """
    found: list[Located] = []
    tally = Tally(most)
    since = [check for check in revision_checks() if check.rule in chosen]
    records: Counter[str] = Counter()
    ignored = unread = 0
    texts: dict[str, str] = {}
    remarks: list[str] = []
    personal = MEMBER.personal_keys
    names: list[str] = []
    for path in paths:
        name, raw = path, b""
        try:
            name, raw = _held(path, at)
            document = document_of(name, raw, track=track)
        except Unreadable as stopped:
            found += (each for each in stopped.located if tally.keeps(each.finding))
            if stopped.mending:
                records.update(stopped.mending.after.registry.numbers)
            else:
                unread += 1
            texts[str(name)] = raw.decode("utf-8-sig", errors="replace")
            continue
        finally:
            names.append(str(name))
        records.update(document.registry.numbers)
        for kind in document.registry.kinds.values():
            personal |= kind.personal_keys
        silent = Silent(document)
        earlier = _since(document, path, base, since, remarks) if base and since else ()
        kept = _kept(document, chosen, silent, tally, earlier, track)
        if at is not None:
            # What git keeps is not repaired.
            kept = [each._replace(finding=each.finding._replace(repair=None)) for each in kept]
        ignored += silent.count
        found += kept
        if kept:
            texts[str(name)] = document.text
    return Report(found, names, records, ignored, texts, personal, remarks, unread, tally.left_out)


def findings_of(document: Document, chosen: Container[Rule]) -> Sequence[Located]:
    """All that the rules find in a document that was read, in order."""
    return _kept(document, chosen, Silent(document), Tally(None))


def _kept(
    document: Document,
    chosen: Container[Rule],
    silent: "Silent",
    tally: Tally,
    earlier: Iterable[Located] = (),
    track: Tracked = iter,
) -> list[Located]:
    """What is told of a document, in order; `earlier` is what its revisions tell."""
    kept = [e for e in earlier if not silent.silences(e) and tally.keeps(e.finding)]
    kept += _located(document, chosen, silent, tally, track)
    kept += (each for each in silent.unused(chosen) if tally.keeps(each.finding))
    return sorted(kept, key=lambda each: each.position)


def _since(
    document: Document,
    path: Path,
    base: Base,
    since: Sequence[RevisionCheck],
    remarks: list[str],
) -> Iterator[Located]:
    from ..store.history import History

    raw = History(path).bytes_at(base.revision)
    if raw is None:
        # A guard that is passed by giving the file another name would be none.
        raise CannotDo(
            say(
                f"{base.revision} has no {path} to compare with",
                f"{base.revision} 中没有可供比较的 {path}",
            ),
            say("leave out --base for a new file", "新建的文件请不要加 --base"),
        )
    try:
        before = document_of(Path(f"{base.revision}:{path}"), raw).registry
    except Unreadable as stopped:
        # Whoever mends it must get through.
        remarks.append(f"{stopped.message}; " + say("nothing to compare with", "无从比较"))
        return
    context = RevisionContext(document.registry, before, *base)
    for check in since:
        yield from map(document.locate, check.find(context))


def _held(path: Path, at: str | None) -> tuple[Path, bytes]:
    """What a file is called, and what it holds or, as git kept it, held."""
    if at is None:
        return path, _read(path)
    from ..store.kept import held_at

    return held_at(path, at)


def _read(path: Path) -> bytes:
    raw = bytes_of(str(path), MAXIMUM_SIZE)
    if len(raw) > MAXIMUM_SIZE:
        message = say("this is more than a registry ever has", "内容超出名录的限度")
        finding = Finding(rules.NO_FILE, message, ())
        raise Unreadable(path, [Located(finding, str(path), Position(1, 1))])
    return raw


_MOST_AT_ONCE = 10_000


def _located(
    document: Document,
    chosen: Container[Rule],
    silent: "Silent",
    tally: Tally,
    track: Tracked,
) -> Iterator[Located]:
    """What the rules find in a document that no comment silences, as much as is told of."""
    waiting: list[Finding] = []
    counted = _Counted(tally, silent)
    for finding in every_finding(document, chosen, counted, track):
        if finding.rule in counted:
            tally.keeps(finding)
            continue
        waiting.append(finding)
        if len(waiting) == _MOST_AT_ONCE:
            yield from _told(document, waiting, silent, tally)
            waiting = []
    yield from _told(document, waiting, silent, tally)
    if rules.NEWER_TOML in chosen:
        for offset, message in newer_constructs(document.text):
            each = _in_text(document, rules.NEWER_TOML, offset, str(message))
            if not silent.silences(each) and tally.keeps(each.finding):
                yield each


def every_finding(
    document: Document,
    chosen: Container[Rule],
    counted: Container[Rule] = (),
    track: Tracked = iter,
) -> Iterator[Finding]:
    """What the rules find in the data of a document, whatever comments say.

    Findings of a rule that is only `counted` may have no more than the rule and the repair.
    """
    found = checks.findings(document.registry, chosen, counted, track)
    for finding in itertools.chain(document.shape, found):
        if finding.rule in chosen:
            yield finding


def _told(
    document: Document, findings: list[Finding], silent: "Silent", tally: Tally
) -> Iterator[Located]:
    # Member by member, for what stands in its lines is looked for once.
    findings.sort(key=lambda finding: -1 if finding.member is None else finding.member)
    counted = _Counted(tally, silent)
    for finding in findings:
        if finding.rule in counted:
            tally.keeps(finding)
            continue
        each = document.locate(finding)
        if not silent.silences(each) and tally.keeps(finding):
            yield each


class _Counted(Container[Rule]):
    """The rules of which no more findings are told: nobody asks where those are."""

    def __init__(self, tally: Tally, silent: "Silent") -> None:
        self._tally, self._silent = tally, silent

    def __contains__(self, rule: object) -> bool:
        return (
            isinstance(rule, Rule)
            and self._tally.is_full(rule)
            and rule.code not in self._silent.codes
        )


def _in_text(document: Document, rule: Rule, offset: int, message: str, hint: str = "") -> Located:
    """A finding about the text itself."""
    position = document.positions.position(offset)
    return Located(Finding(rule, message, (), hint=hint), str(document.path), position)


class Silent:
    """The comments of a document that silence findings, and how many they did."""

    def __init__(self, document: Document) -> None:
        self.count = 0
        self._document = document
        self._comments = ignores(document.text)
        self._lines = {
            (document.positions.position(each.about).line, each.code.upper()): each
            for each in self._comments
        }
        self.codes = {code for _, code in self._lines}

    def silences(self, each: Located) -> bool:
        """Whether a comment silences this finding, which counts."""
        comment = self._lines.get((each.position.line, each.finding.rule.code))
        if comment is None:
            return False
        comment.used = True
        self.count += 1
        return True

    def unused(self, chosen: Container[Rule]) -> Iterator[Located]:
        """The comments that silenced nothing that was looked for."""
        if rules.UNUSED_IGNORE not in chosen:
            return
        for comment in self._comments:
            if comment.used:
                continue
            codes = {rule.code: rule for rule in every_rule().values()}
            rule = codes.get(comment.code.upper())
            if rule and rule not in chosen:
                continue
            hint = ""
            if rule:
                message = say(
                    f"there is no {rule.code} here to ignore", f"此处没有 {rule.code} 可忽略"
                )
            elif comment.code:
                message = say(f"there is no check {comment.code}", f"没有 {comment.code} 这项检查")
                hint = suggestion(comment.code.upper(), codes)
            else:
                message = say("this comment names no check", "此注释没有写明检查代码")
                hint = say(
                    "write # alliance: ignore[F303], with the code",
                    "应写作 # alliance: ignore[F303]，注明代码",
                )
            yield _in_text(self._document, rules.UNUSED_IGNORE, comment.offset, message, hint)
