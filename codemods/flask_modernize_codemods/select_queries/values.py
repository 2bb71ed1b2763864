"""The lattice of the flow analysis: what a variable or expression may hold at one point of the program."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_modernize_codemods.select_queries.statement import Statement


@dataclass(frozen=True, slots=True)
class Value:
    """A query in a known state, something else, or one of the two.

    ``statement`` is None when no query can be here; ``heads`` are the heads (numbers) of the queries that can;
    ``other`` says whether something that is no query can be; ``clash`` that queries of different shape meet.
    """

    statement: Statement | None = None
    heads: frozenset[int] = frozenset()
    other: bool = False
    clash: bool = False

    @property
    def is_query(self) -> bool:
        return bool(self.heads)


OTHER = Value(other=True)
UNBOUND = Value()


def join(left: Value, right: Value) -> Value:
    """What holds where two paths meet."""
    if left == right:
        return left
    heads = left.heads | right.heads
    if left.statement is None or right.statement is None:
        statement, clash = left.statement or right.statement, left.clash or right.clash
    else:
        merged = merge(left.statement, right.statement)
        statement, clash = merged or left.statement, left.clash or right.clash or merged is None
    return Value(statement, heads, left.other or right.other, clash)


_WORST_IF_ANY = (
    "criteria",
    "by_keyword",
    "replaced",
    "joined",
    "several_froms",
    "repeats",
    "eager",
    "options",
    "ordered",
    "ordered_by_text",
    "foreign_order",
    "limited",
    "grouped",
    "distinct",
    "from_statement",
    "from_elements",
    "yield_per",
    "get_blocked",
)


def merge(left: Statement, right: Statement) -> Statement | None:
    """The statement of which both are cases, or None when no single form fits both."""
    if left == right:
        return left
    if left.entities != right.entities or left.session != right.session or left.yield_per != right.yield_per:
        return None
    if left.parameters != right.parameters:
        return None
    flags = {name: getattr(left, name) or getattr(right, name) for name in _WORST_IF_ANY}
    if left.get_arguments != right.get_arguments:
        flags["get_blocked"] = True
    return replace(
        left,
        **flags,
        target=left.target if left.target == right.target else None,
        froms=left.froms & right.froms,
        certain_criteria=left.certain_criteria and right.certain_criteria,
        one_row=left.one_row and right.one_row,
        plain=left.plain and right.plain,
        from_model=left.from_model and right.from_model,
        get_arguments=left.get_arguments,
    )
