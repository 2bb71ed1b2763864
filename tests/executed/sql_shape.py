"""The shape of an SQL statement: what remains of it when differences that no row can show are taken away.

``Query`` labels every column (``band.name AS band_name``), ``select()`` does not; where such a label is referred to
(by an outer select, in ORDER BY), the reference differs as well. The shape replaces every such reference by what it
stands for and drops the labels; anonymous aliases are numbered in the order of their mention. Two more forms are
folded into one each, because both sides are equal for every content of the database:

* the select list under ``EXISTS``, where it cannot change how many rows there are;
* ``SELECT count(*) FROM (SELECT ... FROM t WHERE c)`` and ``SELECT count(*) FROM t WHERE c``, where the inner select
  neither groups, limits, combines nor is DISTINCT.

Parameters are put where their placeholders stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

TOKEN = re.compile(
    r"""
    '(?:[^']|'')*'                                                             # a string
    | (?:[A-Za-z_]\w*|"[^"]*")(?:\.(?:[A-Za-z_]\w*|"[^"]*"|\*))*               # a name, with its table
    | \d+(?:\.\d+)? | <=|>=|!=|<>|\|\| | \S
    """,
    re.VERBOSE,
)
ANONYMOUS = re.compile(r"\w+_\d+")
COMPOUND = {"UNION", "INTERSECT", "EXCEPT"}
CHANGES_ROWS = COMPOUND | {"DISTINCT", "GROUP", "HAVING", "LIMIT", "OFFSET"}

Nodes = list[Any]
"""Tokens and, for what stands in parentheses, lists of the same kind."""


def shape(statement: str, parameters: Sequence[object] = ()) -> str:
    """The shape of ``statement``, whose ``?`` placeholders stand for ``parameters``."""
    nodes = _count_without_subquery(_tree(_tokens(statement, parameters)))
    aliases: dict[str, dict[str, Nodes]] = {}
    _collect(nodes, aliases)
    return " ".join(_numbered(_render(nodes, aliases, {})))


def _numbered(tokens: list[str]) -> list[str]:
    """Anonymous aliases (``band_1``) numbered in the order in which they are mentioned."""
    aliases = {name for before, name in pairwise(tokens) if before == "AS" and ANONYMOUS.fullmatch(name)}
    numbers: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for token in tokens:
        name = token.partition(".")[0]
        if name in aliases and name not in numbers:
            base = name.rpartition("_")[0]
            counts[base] += 1
            numbers[name] = f"{base}_{counts[base]}"
    return [_renamed(token, numbers) for token in tokens]


def _renamed(token: str, numbers: dict[str, str]) -> str:
    name, dot, rest = token.partition(".")
    return numbers.get(name, name) + dot + rest


def _tokens(statement: str, parameters: Sequence[object]) -> Iterable[str]:
    values = iter(parameters)
    for token in TOKEN.findall(statement):
        yield f"?{next(values, '')!r}" if token == "?" else token


def _tree(tokens: Iterable[str]) -> Nodes:
    stack: list[Nodes] = [[]]
    for token in tokens:
        if token == "(":
            stack[-1].append([])
            stack.append(stack[-1][-1])
        elif token == ")" and len(stack) > 1:
            stack.pop()
        else:
            stack[-1].append(token)
    return stack[0]


def _count_without_subquery(nodes: Nodes) -> Nodes:
    if nodes[:3] != ["SELECT", "count", ["*"]] or "FROM" not in nodes:
        return nodes
    rest = nodes[nodes.index("FROM") + 1 :]
    if len(rest) != 3 or not isinstance(rest[0], list) or rest[1] != "AS":
        return nodes
    inner = rest[0]
    if inner[:1] != ["SELECT"] or "FROM" not in inner or any(isinstance(n, str) and n in CHANGES_ROWS for n in inner):
        return nodes
    if _may_aggregate(inner):
        return nodes
    tail = inner[inner.index("FROM") :]
    return ["SELECT", "count", ["*"], *(tail[: tail.index("ORDER")] if "ORDER" in tail else tail)]


def _may_aggregate(nodes: Nodes) -> bool:
    """Whether the select list calls anything: an aggregate makes one row of none."""
    return any(isinstance(node, list) for item in _select_items(nodes) for node in item)


def _select_items(nodes: Nodes) -> list[Nodes]:
    """The select list of the first SELECT in ``nodes``, item by item."""
    if "SELECT" not in nodes:
        return _select_items(nodes[0]) if nodes and isinstance(nodes[0], list) else []
    items: list[Nodes] = [[]]
    for node in nodes[nodes.index("SELECT") + 1 :]:
        if isinstance(node, str) and (node in COMPOUND or node == "FROM"):
            break
        if node == "DISTINCT" and items == [[]]:
            continue
        if node == ",":
            items.append([])
        else:
            items[-1].append(node)
    return items


def _named(item: Nodes) -> tuple[str | None, Nodes, bool]:
    """The name under which an outer select sees ``item``, what it stands for, and whether it has a label."""
    if len(item) > 2 and item[-2] == "AS" and isinstance(item[-1], str):
        return item[-1], item[:-2], True
    if len(item) == 1 and isinstance(item[0], str):
        return item[0].rpartition(".")[2], item, False
    return None, item, False


def _outputs(nodes: Nodes) -> dict[str, Nodes]:
    return {name: expression for name, expression, _ in map(_named, _select_items(nodes)) if name is not None}


def _labels(nodes: Nodes) -> dict[str, Nodes]:
    return {
        name: expression for name, expression, label in map(_named, _select_items(nodes)) if name is not None and label
    }


def _collect(nodes: Nodes, aliases: dict[str, dict[str, Nodes]]) -> None:
    for index, node in enumerate(nodes):
        if not isinstance(node, list):
            continue
        _collect(node, aliases)
        if not _select_items(node):
            continue
        if nodes[index + 1 : index + 2] == ["AS"] and isinstance(nodes[index + 2], str):
            aliases[nodes[index + 2]] = _outputs(node)
        elif index > 1 and nodes[index - 1] == "AS" and isinstance(nodes[index - 2], str):
            aliases[nodes[index - 2]] = _outputs(node)


def _render(nodes: Nodes, aliases: dict[str, dict[str, Nodes]], labels: dict[str, Nodes]) -> list[str]:
    selects = "SELECT" in nodes
    own = _labels(nodes) if selects else labels
    out: list[str] = []
    in_list = False
    skip = 0
    for index, node in enumerate(nodes):
        if skip:
            skip -= 1
            continue
        if node == "SELECT":
            in_list = True
        elif node == "FROM":
            in_list = False
        if isinstance(node, list):
            inside = _as_exists(node) if index and nodes[index - 1] == "EXISTS" else node
            out += ["(", *_render(inside, aliases, {} if selects and in_list else own), ")"]
        elif in_list and node == "AS":
            skip = 1
        elif not in_list and node in own:
            out += _render(own[node], aliases, {})
        else:
            out += _reference(node, aliases)
    return out


def _as_exists(nodes: Nodes) -> Nodes:
    if nodes[:1] != ["SELECT"] or "FROM" not in nodes or any(isinstance(n, str) and n in COMPOUND for n in nodes):
        return nodes
    if ("DISTINCT" in nodes and _skips(nodes)) or ("GROUP" not in nodes and _may_aggregate(nodes)):
        return nodes
    return ["SELECT", "1", *nodes[nodes.index("FROM") :]]


def _skips(nodes: Nodes) -> bool:
    return "OFFSET" in nodes and nodes[nodes.index("OFFSET") + 1] != "?0"


def _reference(token: str, aliases: dict[str, dict[str, Nodes]]) -> list[str]:
    alias, dot, name = token.partition(".")
    meaning = aliases.get(alias, {}).get(name) if dot else None
    return [token] if meaning is None or meaning == [token] else [f"{alias}.<", *_render(meaning, aliases, {}), ">"]
