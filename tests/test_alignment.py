"""What makes one list of another."""

import random
from collections.abc import Sequence

from alliance_cli.alignment import Operation, operations

from .conftest import steps


def made(old: Sequence[str], new: Sequence[str], found: Sequence[Operation]) -> list[str]:
    """What the operations make of `old`; they cover both lists from the beginning to the end."""
    result: list[str] = []
    place = new_place = 0
    for tag, start, end, new_start, new_end in found:
        assert (start, new_start) == (place, new_place)
        if tag == "equal":
            assert old[start:end] == new[new_start:new_end]
        result += old[start:end] if tag == "equal" else new[new_start:new_end]
        place, new_place = end, new_end
    assert (place, new_place) == (len(old), len(new))
    return result


def test_the_operations_make_one_list_of_the_other() -> None:
    chance = random.Random(1)
    for words in (3, 400, 100_000):
        old = [str(chance.randrange(words)) for _ in range(1000)]
        new = [word for word in old if chance.random() < 0.8]
        for _ in range(100):
            new.insert(chance.randrange(len(new)), str(chance.randrange(words)))
        new += new[100:120]
        assert made(old, new, operations(old, new)) == new


def test_the_fewest_items_of_a_long_list_change() -> None:
    old = [str(number) for number in range(2000)]
    new = [each if number % 2 else f"new {each}" for number, each in enumerate(old)]
    found = [each for each in operations(old, new) if each.tag != "equal"]
    assert [each[1:] for each in found] == [(n, n + 1, n, n + 1) for n in range(0, 2000, 2)]
    assert operations(old, [*old[1:], old[0]]) == [
        ("delete", 0, 1, 0, 0),
        ("equal", 1, 2000, 0, 1999),
        ("insert", 2000, 2000, 1999, 2000),
    ]


def test_its_cost_grows_with_the_lists() -> None:
    def cost(count: int) -> int:
        old = [str(number) for number in range(count)]
        return steps(lambda: operations(old, old[::2]))

    def cost_of_repeated(count: int) -> int:
        # No item stands there once.
        old = [str(number // 2) for number in range(count)]
        return steps(lambda: operations(old, old[: count // 2 : 3] + old[count // 2 :]))

    assert cost(4000) < 2.3 * cost(2000)
    assert cost_of_repeated(4000) < 2.3 * cost_of_repeated(2000)


def test_what_moved_among_repeated_items_is_not_all_replaced() -> None:
    old = ["[[members]]", "", "city = 武汉"] * 300
    found = operations(old, [*old[:300], "new", *old[300:]])
    assert [each for each in found if each.tag != "equal"] == [("insert", 300, 300, 300, 301)]
