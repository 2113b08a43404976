"""`alliance log`: the commits that changed the registry, or one record of it."""

from typing import Annotated

from ..actions.trace import Period, Trace
from ..kinds.member import MEMBER
from ..language import spoken
from ..options import ContactsOption, RegistryOption, argument, days_named, one_of, option
from ..registry.shown import Shown
from ..store.locate import find_registry
from ..views import console
from ..views import trace as view

_TABLE = "table"


def run(
    word: Annotated[
        str | None,
        argument(
            "[MEMBER]",
            "An id, a name or a part of one; else the whole registry.",
            "编号、名称或名称的一部分；不填则为整个名录。",
        ),
    ] = None,
    fields: Annotated[
        list[str] | None,
        option("--fields", "Only changes of these fields.", "只看这些字段的变化。", "A,B,C"),
    ] = None,
    since: Annotated[
        str | None,
        option("--since", "Not before this day, month or year.", "从此日、月或年起。", "DATE"),
    ] = None,
    until: Annotated[
        str | None,
        option("--until", "Not after this day, month or year.", "到此日、月或年止。", "DATE"),
    ] = None,
    format: Annotated[
        str | None,
        one_of(
            (_TABLE, *view.WRITERS, "json"),
            "--format -f",
            "Output format; if not given, table on a terminal and tsv when piped.",
            "输出格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Tell the history of the registry, or of the member that `word` means."""
    path = find_registry(registry)
    period = Period(days_named("--since", since)[0], days_named("--until", until)[1])
    trace = Trace(path)
    kind = trace.registry.kinds[MEMBER.table]
    keys = [kind.known_field(name).key for part in fields or () for name in part.split(",")]
    shown = Shown(trace.registry, spoken(), contacts=contacts)
    # All of them first: whatever is wrong is told before anything is shown.
    found = trace.entries(period) if word is None else trace.entries_about(kind, word, period)
    entries = [*found]
    if not entries:
        console.tell(view.nothing_found(str(path)))
    shape = format or (_TABLE if console.is_terminal() else "tsv")
    if shape == "json":
        console.put([view.json_of(entries, shown, str(path), keys)])
        return
    if word is None and not keys:
        rows = view.rows_of_registry(entries, shown)
    else:
        rows = view.rows_of_record(entries, shown, keys)
    if shape == _TABLE:
        view.print_rows(rows)
    else:
        console.put(view.WRITERS[shape](rows))
