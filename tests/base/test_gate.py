"""The door in front of PostgreSQL's pool: nobody is passed over, and no place is lost (4.24)."""

import threading
import time

import pytest

from intlcoop.base.postgresql.gate import Gate


class Tired(Exception):
    pass


def give_up() -> None:
    raise Tired


def wait_on() -> None:
    return


def enters_at_once(gate: Gate) -> bool:
    try:
        gate.enter(give_up, 0.01)
    except Tired:
        return False
    return True


def test_as_many_are_in_as_there_are_places() -> None:
    gate = Gate(2)
    assert [enters_at_once(gate) for _visitor in range(3)] == [True, True, False]
    gate.leave()
    assert enters_at_once(gate)


def test_whoever_came_first_is_served_first_however_often_he_looks_around() -> None:
    gate, came = Gate(0), []

    def visit(number: int) -> None:
        gate.enter(wait_on, 0.001)
        came.append(number)
        gate.leave()

    visitors = [threading.Thread(target=visit, args=[number]) for number in range(8)]
    for number, visitor in enumerate(visitors, 1):
        visitor.start()
        while len(gate._waiting) < number:
            time.sleep(0.001)
    gate.leave()
    for visitor in visitors:
        visitor.join(5)
    assert came == list(range(8))


def test_whoever_gives_up_leaves_no_gap_in_the_queue() -> None:
    gate = Gate(1)
    assert enters_at_once(gate)
    with pytest.raises(Tired):
        gate.enter(give_up, 0.01)
    gate.leave()
    assert enters_at_once(gate)
    assert not enters_at_once(gate)


def test_a_place_that_comes_while_giving_up_goes_to_the_next() -> None:
    gate = Gate(0)

    def give_up_too_late() -> None:
        gate.leave()
        raise Tired

    with pytest.raises(Tired):
        gate.enter(give_up_too_late, 0.01)
    assert enters_at_once(gate)
