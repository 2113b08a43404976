"""Every rule and every check: whatever has a module in one of the two packages of rules."""

import functools
from collections.abc import Iterator, Mapping
from types import ModuleType

from ..findings import rules as without_check
from ..findings.rule import Rule
from ..kinds.member import MEMBER
from ..modules import modules_of
from . import rules as with_check
from .check import RecordCheck, RegistryCheck, RevisionCheck


def _modules(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for name, module in modules_of(package.__name__, package.__path__):
        yield name.upper(), module


@functools.cache
def every_rule() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of their codes."""
    found = [*_modules(without_check), *_modules(with_check)]
    rules: list[tuple[str, Rule]] = [(name, module.RULE) for name, module in found]
    return dict(sorted(rules, key=lambda named: named[1].order))


@functools.cache
def _checks() -> list[RecordCheck | RegistryCheck | RevisionCheck]:
    return [module.CHECK for _, module in _modules(with_check)]


@functools.cache
def record_checks() -> tuple[RecordCheck, ...]:
    """The checks of a record by itself; what asks for fewer fields comes first."""
    found = [check for check in _checks() if isinstance(check, RecordCheck)]
    return tuple(sorted(found, key=lambda check: (len(check.needs), check.rule.code)))


@functools.cache
def registry_checks() -> tuple[RegistryCheck, ...]:
    """The checks of records together; what looks at fewer fields of members comes first."""
    found = [check for check in _checks() if isinstance(check, RegistryCheck)]
    return tuple(sorted(found, key=lambda check: (len(check.fields_of(MEMBER)), check.rule.code)))


def revision_checks() -> list[RevisionCheck]:
    """The checks against an earlier revision."""
    return [check for check in _checks() if isinstance(check, RevisionCheck)]
