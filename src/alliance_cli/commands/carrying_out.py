"""What the commands that change members share: write what they plan, and show the outcome."""

from ..actions.write import Outcome, Plan, write
from ..options import Answering
from ..store.locate import find_registry
from ..views import outcome
from ..views.interview import Interview


def carry_out(plan: Plan, writing: Answering, registry: str | None) -> Outcome:
    """Make the change that is planned; its outcome, or why there is none, is told as asked for."""
    with outcome.answering(writing):
        path = find_registry(registry)
        made = write(path, plan, Interview(), yes=writing.yes, dry_run=writing.dry_run)
        outcome.show(made, writing)
    return made
