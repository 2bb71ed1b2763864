"""How a file lays out its imports: its width, its indentation, how it breaks lines."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from flask_modernize.rewriting.import_blocks import module_of
from flask_modernize.rewriting.import_statements import Layout, Wrap

DEFAULT_LINE_LENGTH = 88
SHORTEST_LIMIT = 79
"""No file is taken to keep to less."""


def one_name_per_statement(statements: Iterable[ast.stmt | None]) -> bool:
    """Whether the file repeats ``from a import`` for every name, as reorder-python-imports and force_single_line do."""
    froms = [statement for statement in statements if isinstance(statement, ast.ImportFrom)]
    counts = Counter(map(module_of, froms))
    return any(count > 1 for count in counts.values()) and all(len(statement.names) == 1 for statement in froms)


def layout_of(lines: Sequence[str], module: ast.Module, line_length: int) -> Layout:
    """The layout that new imports of a file follow; ``line_length`` 0: as wide as the file shows."""
    imports = [s for s in module.body if isinstance(s, (ast.Import, ast.ImportFrom))]
    unit = _indentation(lines)
    alone: Wrap = "one_per_line" if line_length or unit == "\t" or closes_on_own_lines(lines) else "aligned"
    return Layout(
        limit=line_length or usual_limit(lines),
        unit=unit,
        longest=max((s.end_col_offset or 0 for s in imports if s.lineno == s.end_lineno), default=0),
        wrap=_wrap_of(lines, imports) or alone,
    )


def usual_limit(lines: Sequence[str]) -> int:
    """88 columns; 79 where a file keeps to that; 100 or 120 where several lines of code need that."""
    longest = max(map(len, lines), default=0)
    if 70 <= longest <= SHORTEST_LIMIT and (len(lines) >= 100 or sum(len(each) >= 70 for each in lines) > 2):
        return SHORTEST_LIMIT
    code = [line for line in lines if not line.lstrip().startswith("#")]
    wide = [len(line) for line in code if DEFAULT_LINE_LENGTH < len(line) <= 120]
    if len(wide) < 3:
        return DEFAULT_LINE_LENGTH
    return 100 if max(wide) <= 100 else 120


def _wrap_of(lines: Sequence[str], imports: Sequence[ast.stmt]) -> Wrap | None:
    """How the file breaks most of the imports that stand on several lines; None where there are none."""
    counts: Counter[Wrap] = Counter()
    for statement in imports:
        if statement.lineno == statement.end_lineno:
            continue
        first = lines[statement.lineno - 1].partition("#")[0].rstrip()
        counts["backslash" if first.endswith("\\") else "one_per_line" if first.endswith("(") else "aligned"] += 1
    return counts.most_common(1)[0][0] if counts else None


def closes_on_own_lines(lines: Sequence[str]) -> bool:
    """Whether brackets close on lines of their own after a comma, as formatters write it."""
    return any(
        line.strip() in (")", "]", "}") and previous.rstrip().endswith(",") for previous, line in pairwise(lines)
    )


def _indentation(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line[:1] in (" ", "\t") and line.strip()), "")
    return "\t" if first.startswith("\t") else "    "
