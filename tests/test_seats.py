"""Seats in bodies: taken, left, shown as of a day, and checked."""

import datetime
import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from alliance_cli.checks.records import findings
from alliance_cli.checks.rules import seats_overlap
from alliance_cli.registry.registry import from_data
from alliance_cli.registry.seats import roster
from alliance_cli.values.dates import days_of

from .conftest import Run

BODY = """[roles]
lead = "组长单位"
deputy = "副组长单位"

[[bodies]]
id = "connected"
label = "智能网联专项工作组"
roles = { lead = 1, deputy = 2 }

[[bodies.terms]]
number = 1
from = 2023-03-01
until = 2026-02-28

[[bodies.terms]]
number = 2
from = 2026-03-01
until = 2029-02-28
"""


def member(number: int, *lines: str) -> str:
    head = f'\n[[members]]\nid = "M{number}"\nname = "甲{number}厂"\ncategory = "c"\n'
    return head + "joined = 2020-01-01\n" + "".join(f"{line}\n" for line in lines)


def seat(*lines: str) -> str:
    return "\n[[members.seats]]\n" + 'body = "connected"\n' + "\n".join(lines)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    text = BODY + member(1) + member(2) + '\n[[experts]]\nid = "E001"\nname = "李四"\n'
    path.write_text(text, encoding="utf-8")
    return path


def seats_of(file: Path, table: str = "members", place: int = 0) -> Any:
    return tomllib.loads(file.read_text(encoding="utf-8"))[table][place].get("seats")


def test_a_seat_is_taken_and_left(run: Run, file: Path) -> None:
    run("body", "seat", "connected", "M1", "--role", "组长单位", "--person", "张三", "--term", "1")
    run("body", "seat", "智能网联专项工作组", "李四", "--role", "deputy", "--since", "2024-05")
    assert seats_of(file) == [{"body": "connected", "role": "lead", "person": "张三", "term": 1}]
    assert seats_of(file, "experts") == [
        {"body": "connected", "role": "deputy", "since": "2024-05"}
    ]
    assert "张三" in run("show", "M1").out
    on = ("--on", "2025-01-01")
    shown = run("body", "show", "connected", "--headings", "zh", *on).out.splitlines()
    assert shown[-3:] == [
        "组长单位\tM1 甲1厂 张三 (2023-03-01 to 2026-02-28)",
        "副组长单位\tE001 李四 (2024-05 to …)",
        "副组长单位\t(vacant x 1)",
    ]
    assert run("list", "--group", "connected", *on, "-f", "ids").out == "M1\n"
    run("body", "leave", "connected", "M1", "--on", "2024-12-31")
    assert seats_of(file)[0]["until"] == datetime.date(2024, 12, 31)
    assert run("list", "--group", "connected", "-f", "ids").out == ""
    assert run("list", "--group", "connected", "--on", "2024-12-31", "-f", "ids").out == "M1\n"
    assert run("list", "--group", "connected", "--on", "2025-01-01", "-f", "ids").out == ""
    assert run("validate").out.endswith("no findings\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["seat", "nowhere", "M1"], 2, "there is no body nowhere"),
        (["seat", "connected", "M9"], 2, "there is no member M9"),
        (["seat", "connected", "M1", "--role", "boss"], 1, "boss is not one of the choices"),
        (["seat", "connected", "M1", "--term", "3"], 1, "error X512"),
        (["seat", "connected", "M1", "--since", "2019-01-01"], 1, "error X513"),
        (["seat", "connected", "M1", "--since", "2025-01-01", "--until", "2024-01-01"], 1, "X513"),
        (["leave", "connected", "M1"], 1, "M1 甲1厂 has no seat in 智能网联专项工作组"),
        (["leave", "connected", "M1", "--on", "昨天"], 1, "--on: expected is a date"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: list[str], code: int, message: str, run: Run, file: Path
) -> None:
    before = file.read_bytes()
    assert message in run("body", *arguments, code=code).err
    assert file.read_bytes() == before


def test_a_term_whose_days_are_none_is_of_no_harm(run: Run, file: Path) -> None:
    terms = "terms = [{ number = 1, from = 5 }]\n"
    body = BODY[: BODY.index("\n[[bodies.terms]]")] + "\n" + terms
    file.write_text(body + member(1), encoding="utf-8")
    run("body", "seat", "connected", "M1", "--role", "lead", "-y")
    assert seats_of(file) == [{"body": "connected", "role": "lead", "term": 1}]


def test_a_seat_of_the_short_form_is_left_too(run: Run, file: Path) -> None:
    file.write_text(BODY + member(1, 'groups = ["connected"]') + member(2), encoding="utf-8")
    assert run("list", "--group", "智能网联专项工作组", "-f", "ids").out == "M1\n"
    assert run("list", "--group", "connected", "--on", "2021-01-01", "-f", "ids").out == "M1\n"
    assert "甲1厂" in run("body", "show", "connected").out
    run("body", "leave", "connected", "M1")
    assert "groups" not in file.read_text(encoding="utf-8").split("[[members]]")[1]


def test_of_several_seats_the_role_says_which(run: Run, file: Path) -> None:
    two = seat('role = "lead"', "term = 2") + "\n" + seat('role = "deputy"', "term = 2")
    file.write_text(BODY + member(1, two), encoding="utf-8")
    assert "--role" in run("body", "leave", "connected", "M1", "--on", "2027-01-01", code=1).err
    run("body", "leave", "connected", "M1", "--on", "2027-01-01", "--role", "deputy")
    assert [each.get("until") for each in seats_of(file)] == [None, datetime.date(2027, 1, 1)]


def test_years_that_cannot_be_are_found(run: Run, file: Path) -> None:
    text = BODY.replace("2029-02-28", "2092-02-28") + member(1, seat("until = 2072-01-01"))
    file.write_text(text, encoding="utf-8")
    found = run("validate", code=1).out
    assert "F306 terms.until: 2092-02-28 is more than 20 years ahead" in found
    assert "F306 seats.until: 2072-01-01 is more than 20 years ahead" in found


def test_a_term_that_is_over_is_told(run: Run, file: Path) -> None:
    first, _ = BODY.split("\n[[bodies.terms]]\nnumber = 2")
    file.write_text(first + member(1, seat('role = "lead"', "term = 1")), encoding="utf-8")
    line = first[: first.index("until")].count("\n") + 1
    assert f"members.toml:{line}:9: warning X519 terms.until: it ended on 2026-02-28" in (
        run("validate").out
    )
    file.write_text(BODY + member(1, seat('role = "lead"', "term = 1")), encoding="utf-8")
    assert run("validate").out.endswith("no findings\n")


def test_a_body_with_seats_is_not_removed(run: Run, file: Path) -> None:
    file.write_text(BODY + member(1, seat('role = "lead"', "term = 2")), encoding="utf-8")
    assert "is named by M1 (seats.body)" in run("body", "remove", "connected", "-y", code=1).err


def test_who_leaves_has_no_seat_any_more(run: Run, file: Path) -> None:
    file.write_text(BODY + member(1, seat('role = "lead"', "term = 2")) + member(2), "utf-8")
    left = run("withdraw", "M1", "--on", "2026-04-01").err
    assert "seats of M1 甲1厂 that end by this: connected 组长单位\n" in left
    refused = run("body", "seat", "connected", "M2", "--role", "lead", "--term", "2", code=1).err
    assert "connected has 1 seat for lead (M1 甲1厂 has it until 2026-03-31;" in refused
    run("body", "seat", "connected", "M2", "--role=lead", "--term=2", "--since=2026-04-01")
    run("reinstate", "M1", "--on", "2026-05-01")
    run("validate")
    for day, who in (("2026-03-31", "M1"), ("2026-04-01", "M2"), ("2026-06-01", "M2")):
        assert run("list", "--group=connected", "--on", day, "-f", "ids").out.split() == [who]


@pytest.mark.parametrize(
    ("row", "command", "told"),
    [
        (
            "until = 2028-01-01",
            ("withdraw", "M1", "--on", "2026-04-01"),
            "it was no member on 2028-01-01 (alliance edit M1 --set seats.0.until=2026-04-01 ",
        ),
        (
            "since = 2026-05-01",
            ("withdraw", "M1", "--on", "2026-04-01"),
            "it was no member on 2026-05-01 (alliance edit M1 --unset seats.0 corrects it)",
        ),
        ("term = 1", ("edit", "M1", "--set", "joined=2026-03-01"), "it was no member on"),
        (
            "until = 2025-01-01",
            ("body", "edit", "connected", "--set", "roles=deputy"),
            "connected has no role lead",
        ),
        (
            "term = 2",
            ("body", "edit", "connected", "--unset", "terms.1"),
            "connected has no term 2",
        ),
    ],
)
def test_what_a_seat_stands_on_is_not_taken_away(
    row: str, command: tuple[str, ...], told: str, run: Run, file: Path
) -> None:
    file.write_text(BODY + member(1, seat('role = "lead"', row)), encoding="utf-8")
    assert told in run(*command, "-y", code=1).err


def test_seats_are_checked_at_their_place(run: Run, file: Path) -> None:
    seats = [
        seat('role = "chair"', "term = 2"),
        seat('role = "deputy"', "term = 2", "until = 2030-01-01"),
        seat('role = "lead"', "term = 1"),
        seat('role = "lead"', "since = 2024-01-01", "until = 2024-06-30"),
    ]
    file.write_text(
        '[groups]\nconnected = "组"\n'
        + BODY
        + member(1, *seats)
        + member(2, seat('role = "lead"', "term = 1")),
        encoding="utf-8",
    )
    found = run("validate", code=1).out.splitlines()
    codes = [line.split(" ")[2] for line in found if line.startswith("members.toml")]
    assert codes == ["X516", "F304", "X512", "X513", "X514", "X515", "X515"]


class _Model:
    """Seats of a body that are taken and left on random days, and who had one on any day."""

    def __init__(self, chance: random.Random) -> None:
        self.spans: list[tuple[str, str, datetime.date | None, datetime.date | None]] = []
        start = datetime.date(2020, 1, 1)
        for number in range(chance.randint(1, 6)):
            first = start + datetime.timedelta(chance.randint(0, 400))
            last = first + datetime.timedelta(chance.randint(0, 400))
            role = chance.choice(["lead", "deputy"])
            shape = chance.randint(0, 3)
            known = ((first, last), (first, None), (None, last), (None, None))[shape]
            self.spans.append((f"M{number}", role, *known))

    def sitting(self, day: datetime.date) -> set[tuple[str, str]]:
        """Those who have a seat on a day, and its role; a day that is not known bounds nothing."""
        return {
            (who, role)
            for who, role, first, last in self.spans
            if (first is None or first <= day) and (last is None or day <= last)
        }

    @property
    def data(self) -> dict[str, Any]:
        members = []
        for who, role, first, last in self.spans:
            row: dict[str, Any] = {"body": "b", "role": role}
            row |= {"since": first} if first else {}
            row |= {"until": last} if last else {}
            members.append({"id": who, "joined": datetime.date(2019, 1, 1), "seats": [row]})
        body = {"id": "b", "label": "组", "roles": {"lead": 2, "deputy": 0}}
        return {"bodies": [body], "members": members}


def test_a_roster_agrees_with_a_replay_of_the_events() -> None:
    chance = random.Random(17)
    for _ in range(200):
        model = _Model(chance)
        registry = from_data(model.data)
        days = {day for _, _, *both in model.spans for day in both if day} | {
            datetime.date(2020, 6, 1)
        }
        for day in (each + datetime.timedelta(shift) for each in days for shift in (-1, 0, 1)):
            sittings = roster(registry, "b", day)
            taken = {
                (f"M{seat.place}", sitting.role) for sitting in sittings for seat in sitting.taken
            }
            assert taken == model.sitting(day), (model.spans, day)
            lead = next(each for each in sittings if each.role == "lead")
            assert lead.vacant == max(2 - len(lead.taken), 0)


def test_a_seat_that_overlaps_is_found_beside_the_first_that_does() -> None:
    """Against a plain comparison with every seat before; a partial date is a span."""
    chance = random.Random(2)

    def day() -> datetime.date | str | None:
        whole = datetime.date(2020, 1, 1) + datetime.timedelta(days=chance.randrange(900))
        return chance.choice((whole, whole, f"{whole:%Y-%m}", f"{whole:%Y}", None))

    def overlap(one: Any, other: Any) -> bool:
        if not one or not other:
            return bool(one == other)
        return all(
            "until" not in a or "since" not in b or days_of(a["until"])[0] >= days_of(b["since"])[1]
            for a, b in ((one, other), (other, one))
        )

    for _ in range(200):
        spans = [
            {key: at for key, at in (("since", day()), ("until", day())) if at is not None}
            for _ in range(chance.randrange(1, 12))
        ]
        seats = [{"body": "b", "role": "lead", **span} for span in spans]
        found = findings(from_data({"members": [{"seats": seats}]}), {seats_overlap.RULE})
        pairs = {
            number: next(n for n in range(number) if overlap(spans[n], span))
            for number, span in enumerate(spans)
            if any(overlap(each, span) for each in spans[:number])
        }
        assert {f.path[3]: f.related[3] for f in found if f.rule is seats_overlap.RULE} == pairs


def test_the_roster_as_data(run: Run, file: Path) -> None:
    file.write_text(BODY + member(1, seat('role = "lead"', "term = 2")), encoding="utf-8")
    shown = json.loads(run("body", "show", "connected", "--on", "2027-01-01", "-f", "json").out)
    assert shown["roster"]["on"] == "2027-01-01"
    lead, deputy = shown["roster"]["roles"]
    assert (lead["vacant"], deputy["vacant"]) == (0, 2)
    assert lead["taken"][0] | {"name": ""} == {
        "id": "M1",
        "name": "",
        "person": None,
        "term": 2,
        "since": "2026-03-01",
        "until": "2029-02-28",
        "decision": None,
    }
