"""What every report is made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..findings.finding import Finding, Located
from ..findings.rule import Rule, Severity
from ..kinds.member import MEMBER


class Tally:
    """Findings as they are made: of each rule the first are kept, the others are counted.

    A file that somebody made to be wrong has millions, which nobody reads and no machine holds.
    """

    def __init__(self, most: int | None) -> None:
        """Keep at most `most` of each rule, all for None."""
        self._most = most
        self._kept: Counter[Rule] = Counter()
        self.left_out: Counter[LeftOut] = Counter()

    def keeps(self, finding: Finding) -> bool:
        """Whether `finding` is one of those that are kept; else it is counted."""
        rule, repair = finding.rule, finding.repair
        if self._most is None or self._kept[rule] < self._most:
            self._kept[rule] += 1
            return True
        self.left_out[LeftOut(rule, repair and repair.certain)] += 1
        return False

    def is_full(self, rule: Rule) -> bool:
        """Whether no more of `rule` are kept."""
        return self._most is not None and self._kept[rule] >= self._most


class LeftOut(NamedTuple):
    """What is known of a finding that is left out: its rule, and whether its repair is certain."""

    rule: Rule
    is_certain: bool | None


class Report(NamedTuple):
    """What a validation found, in order.

    `files` were looked at, all but `unread` of which hold as many `records` of each kind, by the
    table of the kind; `ignored` findings were silenced by comments.  `left_out` counts the findings
    that are not among `findings`.  `texts` are those of the files, for reports that quote a line; a
    line with one of the `personal` keys is not quoted.  `remarks` say what could not be looked for.
    """

    findings: Sequence[Located]
    files: Sequence[str]
    records: Mapping[str, int]
    ignored: int = 0
    texts: Mapping[str, str] = {}
    personal: frozenset[str] = MEMBER.personal_keys
    remarks: Sequence[str] = ()
    unread: int = 0
    left_out: Mapping[LeftOut, int] = {}

    @property
    def total(self) -> int:
        """How many findings there are."""
        return len(self.findings) + sum(self.left_out.values())

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        counted = sum(each.finding.severity is severity for each in self.findings)
        left_out = self.left_out_by_rule().items()
        return counted + sum(count for rule, count in left_out if rule.severity is severity)

    def repairable(self) -> tuple[int, int]:
        """How many findings `--fix` would repair, and how many more the unsafe one would."""
        found = (each.finding.repair for each in self.findings)
        repairs = Counter(repair.certain for repair in found if repair)
        for (_, is_certain), count in self.left_out.items():
            if is_certain is not None:
                repairs[is_certain] += count
        return repairs[True], repairs[False]

    def by_rule(self) -> list[tuple[Rule, int]]:
        """How many findings there are by each rule that has some, most first."""
        counted = Counter(each.finding.rule for each in self.findings)
        counted.update(self.left_out_by_rule())
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].code))

    def left_out_by_rule(self) -> dict[Rule, int]:
        """How many findings by each rule are not among `findings`, in the order of their codes."""
        counted: Counter[Rule] = Counter()
        for (rule, _), count in self.left_out.items():
            counted[rule] += count
        return dict(sorted(counted.items(), key=lambda pair: pair[0].order))
