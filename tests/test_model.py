"""Any sequence of commands leaves in the file exactly what a plain list of members would hold."""

import copy
import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typer.testing import CliRunner

from alliance_cli.cli import app

HEAD = """\
# the registry of a model

[alliance]
name = "模型联盟" # never touched

[categories]
parts = "零部件"
vehicle = "整车"
"""
COMMENT = "# a comment of the file\n"
JOINED = datetime.date(2019, 5, 28)
GONE = ("left", "expelled")

places = st.integers(0, 10**6)
words = st.sampled_from(["出口", "国企", "新能源", 'a "b"', "c'd", "e\\f", "[[members]]", "# x"])


class Commands(RuleBasedStateMachine):
    """Commands on a file, and what they should make of it on a list."""

    made = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "members.toml"
        self.members: list[dict[str, Any]] = []
        self.highest = 0
        self.named = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(newline=st.sampled_from(["\n", "\r\n"]), mark=st.booleans(), end=st.booleans())
    def start(self, newline: str, mark: bool, end: bool) -> None:
        self.newline = newline
        text = HEAD + (f"\n{COMMENT}" if end else "")
        raw = ("\ufeff" * mark + text.replace("\n", newline)).encode()
        self.path.write_bytes(raw)

    def run(self, *arguments: str, code: int) -> None:
        Commands.made += 1
        before = self.path.read_bytes()
        result = CliRunner().invoke(app, [*arguments, "-r", str(self.path)])
        assert result.exit_code == code, (arguments, result.stdout, result.stderr)
        if code:
            assert self.path.read_bytes() == before
            assert "nothing was written" in result.stderr

    def pick(self, place: int) -> dict[str, Any]:
        return self.members[place % len(self.members)]

    @rule(
        category=st.sampled_from(["parts", "vehicle"]),
        tags=st.lists(words, max_size=2, unique=True),
        contact=st.booleans(),
    )
    def add(self, category: str, tags: list[str], contact: bool) -> None:
        self.named += 1
        self.highest += 1
        member: dict[str, Any] = {
            "id": f"M{self.highest:03d}",
            "name": f"第{self.named:05d}号厂",
            "category": category,
        }
        arguments = [f"--name={member['name']}", f"--category={category}"]
        if tags:
            member["tags"] = tags
            arguments += (f"--tag={tag}" for tag in tags)
        if contact:
            member["contacts"] = [{"name": "张三", "mobile": "13812340001"}]
            arguments.append("--contact=name=张三,mobile=13812340001")
        member["joined"] = JOINED
        self.members.append(member)
        self.run("add", *arguments, f"--joined={JOINED}", code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, city=words, number=st.integers(0, 10**9))
    def set(self, place: int, city: str, number: int) -> None:
        member = self.pick(place)
        member.update(city=city, employees=number)
        self.run("edit", member["id"], f"--set=city={city}", f"--set=employees={number}", code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, key=st.sampled_from(["city", "employees", "tags", "contacts", "parent"]))
    def unset(self, place: int, key: str) -> None:
        member = self.pick(place)
        member.pop(key, None)
        self.run("edit", member["id"], f"--unset={key}", code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, key=st.sampled_from(["id", "name", "category"]))
    def unset_what_is_needed(self, place: int, key: str) -> None:
        self.run("edit", self.pick(place)["name"], f"--unset={key}", code=1)

    @precondition(lambda self: self.members)
    @rule(place=places, tag=words)
    def append(self, place: int, tag: str) -> None:
        member = self.pick(place)
        if tag not in member.get("tags", []):
            member["tags"] = [*member.get("tags", []), tag]
        self.run("edit", member["id"], f"--append=tags={tag}", code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, tag=words)
    def drop(self, place: int, tag: str) -> None:
        member = self.pick(place)
        known = tag in member.get("tags", [])
        if known:
            member["tags"] = [other for other in member["tags"] if other != tag]
            if not member["tags"]:
                del member["tags"]
        self.run("edit", member["id"], f"--drop=tags={tag}", code=0 if known else 1)

    @rule(category=st.sampled_from(["parts", "vehicle"]), tag=words, drop=st.booleans())
    def change_many(self, category: str, tag: str, drop: bool) -> None:
        for member in self.members:
            if member["category"] != category or member.get("status") in GONE:
                continue
            tags = [other for other in member.get("tags", []) if other != tag or not drop]
            tags += [tag] if not drop and tag not in tags else []
            member["tags"] = tags
            if not tags:
                del member["tags"]
        self.run(
            "edit", "-c", category, f"--{'drop' if drop else 'append'}=tags={tag}", "-y", code=0
        )

    @precondition(lambda self: self.members)
    @rule(place=places, number=st.integers(0, 9), which=places)
    def change_contacts(self, place: int, number: int, which: int) -> None:
        member = self.pick(place)
        contacts = copy.deepcopy(member.get("contacts", []))
        mobile = f"1391234000{number}"
        if number < 5 or not contacts:
            arguments = [f"--append=contacts=name=李四{number},mobile={mobile}"]
            new = {"name": f"李四{number}", "mobile": mobile}
            contacts += [new] if new not in contacts else []
        elif number < 8:
            which %= len(contacts)
            contacts[which].update(title="主任", mobile=mobile)
            key = f"contacts.{which}"
            arguments = [f"--set={key}.title=主任", f"--set={key}.mobile={mobile}"]
        else:
            del contacts[which % len(contacts)]
            arguments = [f"--unset=contacts.{which % len(member['contacts'])}"]
        member["contacts"] = contacts
        if not contacts:
            del member["contacts"]
        self.run("edit", member["id"], *arguments, code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, above=places)
    def set_parent(self, place: int, above: int) -> None:
        member, parent = self.pick(place), self.pick(above)
        parents = {each["id"]: each.get("parent") for each in self.members}
        parents[member["id"]] = parent["id"]
        here, circle = parent["id"], False
        while here is not None and not circle:
            circle = here == member["id"]
            here = parents[here]
        if not circle:
            member["parent"] = parent["id"]
        self.run("edit", member["id"], f"--set=parent={parent['id']}", code=1 if circle else 0)

    @precondition(lambda self: self.members)
    @rule(place=places, days=st.integers(0, 900), status=st.sampled_from(["left", "expelled"]))
    def withdraw(self, place: int, days: int, status: str) -> None:
        member = self.pick(place)
        day = member["joined"] + datetime.timedelta(days % 20 if "earlier" in member else days)
        gone = member.get("status") in GONE
        same = gone and (member["status"], member["left"]) == (status, day)
        if not gone:
            member.update(status=status, left=day)
            member.pop("suspended_on", None)
        arguments = ("withdraw", member["id"], f"--on={day}", f"--as={status}")
        self.run(*arguments, code=1 if gone and not same else 0)

    @precondition(lambda self: self.members)
    @rule(place=places)
    def suspend(self, place: int) -> None:
        member = self.pick(place)
        gone = member.get("status") in GONE
        if not gone:
            member.update(status="suspended", suspended_on=JOINED)
        arguments = ("withdraw", member["id"], f"--on={JOINED}", "--as=suspended")
        self.run(*arguments, code=1 if gone else 0)

    @precondition(lambda self: self.members)
    @rule(place=places)
    def reinstate(self, place: int) -> None:
        member = self.pick(place)
        for key in ("status", "left", "suspended_on"):
            member.pop(key, None)
        self.run("reinstate", member["id"], "--undo", code=0)

    @precondition(lambda self: self.members)
    @rule(place=places, days=st.integers(0, 20))
    def come_back(self, place: int, days: int) -> None:
        member = self.pick(place)
        if member.get("status") not in GONE:
            return
        day = member["left"] + datetime.timedelta(days)
        ended = {key: member.pop(key) for key in ("joined", "left")}
        if member.pop("status") == "expelled":
            ended["status"] = "expelled"
        member["earlier"] = [*member.get("earlier", ()), ended]
        member["joined"] = day
        self.run("reinstate", member["id"], f"--on={day}", code=0)

    @precondition(lambda self: self.members)
    @rule(first=places, count=st.integers(1, 3))
    def remove(self, first: int, count: int) -> None:
        start = first % len(self.members)
        gone = [member["id"] for member in self.members[start : start + count]]
        staying = [member for member in self.members if member["id"] not in gone]
        refused = any(member.get("parent") in gone for member in staying)
        if not refused:
            self.members = staying
        self.run("remove", *gone, "--yes", code=1 if refused else 0)

    @invariant()
    def the_file_holds_the_list(self) -> None:
        text = self.path.read_bytes().decode("utf-8-sig")
        assert tomli.loads(text).get("members", []) == self.members
        assert [path.name for path in self.path.parent.iterdir()] == ["members.toml"]
        assert "# the registry of a model" in text
        assert '"模型联盟" # never touched' in text
        assert text.count("\r\n") == (text.count("\n") if self.newline == "\r\n" else 0)


def check(examples: int, steps: int, *, at_least: int) -> None:
    Commands.made = 0
    run_state_machine_as_test(
        Commands,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Commands.made >= at_least


def test_a_few_hundred_commands() -> None:
    check(examples=12, steps=25, at_least=200)


@pytest.mark.long
def test_ten_thousand_commands() -> None:
    check(examples=300, steps=50, at_least=10_000)
