"""What every report is made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..findings.finding import Located
from ..findings.rule import Rule, Severity
from ..kinds.member import MEMBER


class Report(NamedTuple):
    """What a validation found, in order.

    `files` were looked at, all but `unread` of which hold `members`; `ignored` findings were
    silenced by comments.  `texts` are those of the files, for reports that quote a line; a line
    with one of the `personal` keys is not quoted.  `remarks` say what could not be looked for.
    """

    findings: Sequence[Located]
    files: Sequence[str]
    members: int
    ignored: int = 0
    texts: Mapping[str, str] = {}
    personal: frozenset[str] = MEMBER.personal_keys
    remarks: Sequence[str] = ()
    unread: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(each.finding.severity is severity for each in self.findings)

    def repairable(self) -> tuple[int, int]:
        """How many findings `--fix` would repair, and how many more the unsafe one would."""
        repairs = [each.finding.repair for each in self.findings if each.finding.repair]
        certain = sum(repair.certain for repair in repairs)
        return certain, len(repairs) - certain

    def by_rule(self) -> list[tuple[Rule, int]]:
        """How many findings there are by each rule that has some, most first."""
        counted = Counter(each.finding.rule for each in self.findings)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].code))
