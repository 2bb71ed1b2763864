"""The text of a module that is split off: moved statements as they were, with the imports that they need."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.rewriting.import_blocks import section_of
from flask_modernize.rewriting.import_statements import ImportedName, Layout, new_statement
from flask_modernize.rewriting.whole_statements import DEFINITIONS, first_line, last_line, quote_of

if TYPE_CHECKING:
    from flask_modernize.project import Syntax
    from flask_modernize.project.applications import Use
    from flask_modernize_codemods.blueprints.plans import ModulePlan
    from flask_modernize_codemods.blueprints.splitting import Part


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes of a statement with the comments above it; ``end_with_blanks`` takes blank lines below along, as many
    as there are above."""

    start: int
    end: int
    end_with_blanks: int

    def holds(self, edit: Edit) -> bool:
        """Whether an edit changes the statement; one that inserts right before it does not."""
        if edit.start == edit.end:
            return self.start < edit.start < self.end
        return self.start <= edit.start and edit.end <= self.end


def spans_of(syntax: Syntax, statements: Iterable[ast.stmt]) -> list[Span]:
    """Where module-level statements stand, in their order; they do not overlap."""
    source = syntax.source
    found: list[Span] = []
    for run in _runs(syntax, statements):
        above = _blank_lines(syntax, run[0][0] - 1, -1)
        below = _blank_lines(syntax, run[-1][1] + 1, 1)
        at_end = run[-1][1] + below == source.line_count
        for number, (first, last) in enumerate(run):
            start = first - above if at_end and not number else first
            is_last = number == len(run) - 1
            end = run[number + 1][0] - 1 if not is_last else last + (below if at_end else min(above, below))
            found.append(Span(source.line_span(start)[0], source.line_span(last)[1], source.line_span(end)[1]))
    return found


def _runs(syntax: Syntax, statements: Iterable[ast.stmt]) -> list[list[tuple[int, int]]]:
    """First and last lines, comments included; those together that only blank lines stand between."""
    runs: list[list[tuple[int, int]]] = []
    for statement in statements:
        lines = _first_with_comments(syntax, statement), last_line(syntax, statement)
        if runs and runs[-1][-1][1] + _blank_lines(syntax, runs[-1][-1][1] + 1, 1) + 1 == lines[0]:
            runs[-1].append(lines)
        else:
            runs.append([lines])
    return runs


def _blank_lines(syntax: Syntax, line: int, step: int) -> int:
    count = 0
    source = syntax.source
    while 1 <= line <= source.line_count and not source.text(*source.line_span(line)).strip():
        count += 1
        line += step
    return count


def _first_with_comments(syntax: Syntax, statement: ast.stmt) -> int:
    line = first_line(statement)
    while line > 1 and syntax.source.text(*syntax.source.line_span(line - 1)).startswith("#"):
        line -= 1
    return line


def spliced(syntax: Syntax, span: Span, edits: Iterable[Edit]) -> str:
    """The text of a statement after the edits in it, which must be in order."""
    source = syntax.source
    parts = []
    position = span.start
    for edit in edits:
        parts += [source.text(position, edit.start), edit.replacement.decode(source.encoding)]
        position = edit.end
    parts.append(source.text(position, span.end))
    return "".join(parts).strip("\n")


def current_app_instead(syntax: Syntax, use: Use) -> Edit:
    """``current_app`` in the place of the app."""
    node = use.reference.node
    assert isinstance(node, ast.expr)
    start = syntax.source.offset(node.lineno, node.col_offset)
    end = syntax.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Edit(syntax.path, start, end, b"current_app")


def module_text(
    syntax: Syntax,
    module: ModulePlan,
    part: Part,
    spans: Sequence[Span],
    texts: Sequence[str],
    first_party: Collection[str],
) -> str:
    """A new module: imports, its blueprint, the moved statements as far apart as they were."""
    quote = quote_of(syntax)
    definition = f"{module.variable} = Blueprint({quote}{module.name}{quote}, __name__)"
    if any(each.method.startswith("cli.") for each in module.moved):
        definition = definition.replace("__name__", "__name__, cli_group=None")
    lines = [*_imports(syntax, part, first_party), "", definition]
    text = "\n".join(lines) + "\n"
    previous: Span | None = None
    for span, moved in zip(spans, texts, strict=True):
        together = previous is not None and syntax.source.text(previous.end, span.start) == ""
        is_first = previous is None and not isinstance(part.statements[0], DEFINITIONS)
        text += ("" if together else "\n" if is_first else "\n\n") + moved + "\n"
        previous = span
    newline = syntax.source.newline
    return text.replace("\n", newline)


def _imports(syntax: Syntax, part: Part, first_party: Collection[str]) -> list[str]:
    """The import lines of a new module, in isort's order."""
    froms: dict[str, set[ImportedName]] = {"flask": {ImportedName("Blueprint")}}
    if part.uses:
        froms["flask"].add(ImportedName("current_app"))
    plain: dict[str, str] = {}
    for statement, alias in part.imports:
        if isinstance(statement, ast.ImportFrom):
            module = "." * statement.level + (statement.module or "")
            froms.setdefault(module, set()).add(ImportedName(alias.name, alias.asname))
        else:
            line = f"import {alias.name} as {alias.asname}" if alias.asname else f"import {alias.name}"
            plain[line] = alias.name
    layout = Layout(limit=120 if max((len(line) for line in _lines(syntax)), default=0) > 88 else 88)
    entries = [(section_of(name, first_party), 0, name, line) for line, name in plain.items()]
    for name, names in froms.items():
        entries.append((section_of(name, first_party), 1, name, new_statement(name, sorted(names), layout)))
    future = [each for each in syntax.module.body if isinstance(each, ast.ImportFrom) and each.module == "__future__"]
    if future:
        features = sorted(ImportedName(alias.name) for each in future for alias in each.names)
        entries.append((section_of("__future__"), 1, "__future__", new_statement("__future__", features, layout)))
    lines: list[str] = []
    for _, group in groupby(sorted(entries), key=lambda entry: entry[0]):
        lines += [*[""] * bool(lines), *(line for *_, line in group)]
    return lines


def _lines(syntax: Syntax) -> list[str]:
    return syntax.source.text(0, len(syntax.source.data)).split("\n")
