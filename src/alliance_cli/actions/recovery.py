"""Recovery: where what was removed from a registry still stands."""

from enum import Enum, auto

from ..data import same
from ..errors import AllianceError
from ..store.gate import Proposal
from ..store.history import NEWEST, History
from ..store.load import document_of


class Kept(Enum):
    """What git keeps of records that were removed."""

    ALL = auto()
    """The last commit is the file as it was before they were removed."""
    RECORDS = auto()
    """The last commit has the records as they were, and something else otherwise."""
    NOTHING = auto()
    """There is no git, no repository, no commit of the file, or none with these records."""


def kept_in_git(proposal: Proposal) -> Kept:
    """What the last commit has of the records that `proposal` removed, under the same file name."""
    before = proposal.before
    try:
        raw = History(before.path).bytes_of(f"{NEWEST}:./{before.path.resolve().name}")
        if before.is_in(raw):
            return Kept.ALL
        committed = document_of(before.path, raw).registry.of(proposal.change.kind)
    except AllianceError:
        return Kept.NOTHING
    by_id = {str(record.get("id")): record for record in committed}
    records = before.registry.of(proposal.change.kind)
    removed = [records[place] for place in proposal.change.removed]
    kept = all(same(by_id.get(str(record.get("id"))), record) for record in removed)
    return Kept.RECORDS if kept else Kept.NOTHING
