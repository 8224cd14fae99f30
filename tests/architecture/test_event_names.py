"""An event has one name, written once: on its class in the contract."""

import ast
from collections import Counter

from signaling.contract import commands, pushes
from signaling.contract.wire import Command, Push
from tests.architecture.source import product_files, tree


def messages() -> list[type[Command] | type[Push]]:
    declared = [*vars(commands).values(), *vars(pushes).values()]
    return [
        each
        for each in declared
        if isinstance(each, type) and issubclass(each, Command | Push) and each not in {Command, Push}
    ]


def test_no_two_messages_share_a_name() -> None:
    names = Counter(message.event for message in messages())
    assert names
    assert {name for name, count in names.items() if count > 1} == set()


def test_no_other_place_in_the_product_writes_an_events_name() -> None:
    written = Counter(
        node.value
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert {message.event: written[message.event] for message in messages() if written[message.event] != 1} == {}
