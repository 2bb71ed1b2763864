"""Ways to write one and the same SQL statement: `Query` and `select()` differ in them, and the database does not care.

Each function takes a statement whose tokens stand apart by single spaces, and gives it in one of the forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\w.$:]+|<=|>=|!=|<>|\|\||\S")
_CHANGES_ROWS = frozenset({"DISTINCT", "LIMIT", "OFFSET", "FETCH", "GROUP", "HAVING", "UNION", "INTERSECT", "EXCEPT"})
_COUNT = ["SELECT", "COUNT", "(", "*", ")", "FROM", "(", "SELECT"]

Tokens = list[str]


def count_of_rows(statement: str) -> str:
    """`SELECT count(*) FROM (SELECT ... FROM x) AS anon_1` counts the rows of x: `SELECT count(*) FROM x`.

    Not where the inner statement drops, joins or limits rows by more than its criteria.
    """
    tokens = _TOKEN.findall(statement)
    if [token.upper() for token in tokens[: len(_COUNT)]] != _COUNT:
        return statement
    inner_start = len(_COUNT) - 1
    end = _closing(tokens, inner_start - 1)
    inner = tokens[inner_start:end]
    rest = tokens[end + 1 :]
    clauses = dict(_clauses(inner))
    if [word.upper() for word in rest[:1]] != ["AS"] or len(rest) != 2 or _CHANGES_ROWS & set(clauses):
        return statement
    if any(word.upper() == "DISTINCT" for word in clauses.get("SELECT", [])):
        return statement
    kept = [word for name, words in clauses.items() if name not in ("SELECT", "ORDER") for word in words]
    return joined([*tokens[: len(_COUNT) - 3], *kept])


def exists_of_anything(statement: str) -> str:
    """`EXISTS (SELECT a, b FROM ...)` is the same as `EXISTS (SELECT 1 FROM ...)`."""
    tokens = _TOKEN.findall(statement)
    position = 0
    while position < len(tokens) - 2:
        words = [token.upper() for token in tokens[position : position + 3]]
        if words == ["EXISTS", "(", "SELECT"]:
            end = _closing(tokens, position + 1)
            inner = tokens[position + 2 : end]
            clauses = dict(_clauses(inner))
            if "FROM" in clauses and "UNION" not in clauses:
                after = inner[len(clauses["SELECT"]) :]
                tokens[position + 2 : end] = [tokens[position + 2], "1", *after]
        position += 1
    return joined(tokens)


def in_of_a_selection(statement: str) -> str:
    """`x IN (SELECT anon_1.id FROM (SELECT a.id FROM a) AS anon_1)` is the same as `x IN (SELECT a.id FROM a)`.

    Only where the outer statement does nothing but select all columns of the inner one in their order.
    """
    tokens = _TOKEN.findall(statement)
    for position in range(len(tokens) - 2):
        if [token.upper() for token in tokens[position : position + 3]] == ["IN", "(", "SELECT"]:
            end = _closing(tokens, position + 1)
            inner = _only_selected(tokens[position + 2 : end])
            if inner is not None:
                # Further ones are found on the result.
                return in_of_a_selection(joined([*tokens[: position + 2], *inner, *tokens[end:]]))
    return statement


def _only_selected(tokens: Tokens) -> Tokens | None:
    """The sub-query of which a statement selects everything; None where it is not of that kind."""
    clauses = dict(_clauses(tokens))
    source = clauses.get("FROM", [])
    if set(clauses) != {"SELECT", "FROM"} or [word.upper() for word in source[1:3]] != ["(", "SELECT"]:
        return None
    end = _closing(source, 1)
    alias = source[end + 2 :] if [word.upper() for word in source[end + 1 : end + 2]] == ["AS"] else []
    inner = source[2:end]
    select = dict(_clauses(inner))["SELECT"]
    inner_columns = _columns(select)
    columns = _columns(clauses["SELECT"])
    named = all(
        len(outer) == 1 and outer[0].partition(".")[0] in alias and _is_called(outer[0].partition(".")[2], column)
        for outer, column in zip(columns, inner_columns, strict=False)
    )
    if len(alias) != 1 or not named or len(columns) != len(inner_columns):
        return None
    plain = [word for column in inner_columns for word in (",", *_without_label(column))]
    return [select[0], *plain[1:], *inner[len(select) :]]


def _is_called(name: str, column: Tokens) -> bool:
    """Whether a column of a sub-query has that name outside of it; of an expression without label that is not known."""
    if _without_label(column) != column:
        return name == column[-1]
    if len(column) != 1 or column[0].count(".") != 1:
        return True
    return name in (column[0].partition(".")[2], column[0].replace(".", "_"))


def _without_label(column: Tokens) -> Tokens:
    return column[:-2] if [word.upper() for word in column[-2:-1]] == ["AS"] else column


def _columns(select: Tokens) -> list[Tokens]:
    """The expressions that follow SELECT, without the commas in between."""
    found: list[Tokens] = [[]]
    depth = 0
    for token in select[1:]:
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            found.append([])
        else:
            found[-1].append(token)
    return found


_TRUE = re.compile(r"(?i) WHERE (?:1 = 1|true)(?= ORDER BY | GROUP BY | LIMIT |\)|$)")


def without_true_criteria(statement: str) -> str:
    """Criteria that are always true are written `WHERE 1 = 1` or `WHERE true`, or not at all."""
    return _TRUE.sub("", statement)


def columns_of_subqueries(statement: str) -> str:
    """A column of a subquery is called `anon_1.user_id` or `anon_1.id`, after `user.id` in it: the latter."""
    tokens = _TOKEN.findall(statement)
    renamed: dict[str, str] = {}
    for position, token in enumerate(tokens):
        if token != "(" or tokens[position + 1 : position + 2] != ["SELECT"]:
            continue
        end = _closing(tokens, position)
        alias = tokens[end + 2] if tokens[end + 1 : end + 2] == ["AS"] and end + 2 < len(tokens) else ""
        if alias.startswith("anon_"):
            renamed |= _column_names(alias, tokens[position + 1 : end])
    return joined([renamed.get(token, token) for token in tokens])


def _column_names(alias: str, inner: Tokens) -> dict[str, str]:
    columns = [token for token in dict(_clauses(inner)).get("SELECT", []) if token.count(".") == 1]
    short = [column.partition(".")[2] for column in columns]
    return {
        f"{alias}.{column.replace('.', '_')}": f"{alias}.{name}"
        for column, name in zip(columns, short, strict=True)
        if short.count(name) == 1
    }


def joined(tokens: Sequence[str]) -> str:
    """The tokens as a statement."""
    text = " ".join(tokens)
    return re.sub(r"\s+([,)])", r"\1", re.sub(r"\(\s+", "(", text))


def _clauses(tokens: Tokens) -> Iterator[tuple[str, Tokens]]:
    """The clauses of one SELECT, each with the words that begin it; what is in parentheses is part of its clause."""
    name, depth = "", 0
    words: Tokens = []
    for token in tokens:
        word = token.upper()
        depth += (token == "(") - (token == ")")
        if depth == 0 and word in _BEGINS:
            if words:
                yield name, words
            name, words = word, []
        words.append(token)
    if words:
        yield name, words


_BEGINS = _CHANGES_ROWS - {"DISTINCT"} | {"SELECT", "FROM", "WHERE", "ORDER"}


def _closing(tokens: Sequence[str], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += (tokens[position] == "(") - (tokens[position] == ")")
        if depth == 0:
            return position
    return len(tokens)
