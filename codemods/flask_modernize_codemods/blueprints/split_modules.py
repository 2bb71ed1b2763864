"""The text of a module that is split off: moved statements as they were, with the imports that they need."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.rewriting.import_blocks import section_of
from flask_modernize.rewriting.import_layout import layout_of
from flask_modernize.rewriting.import_statements import ImportedName, new_statement
from flask_modernize.rewriting.whole_statements import DEFINITIONS, first_line, last_line, quote_of
from flask_modernize_codemods.app_factory.contexts import (
    FunctionNode,
    NeedyFunction,
    Rewriting,
    outermost_function,
    use_current_app,
)
from flask_modernize_codemods.blueprints.file_statements import FROM_CONTEXT

if TYPE_CHECKING:
    from flask_modernize.project import Syntax
    from flask_modernize.project.applications import Use
    from flask_modernize_codemods.blueprints.file_statements import Part
    from flask_modernize_codemods.blueprints.plans import ModulePlan


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


def spans_of(syntax: Syntax, statements: Iterable[ast.stmt]) -> dict[ast.stmt, Span]:
    """Where module-level statements stand, all that go from a file in their order; the spans do not overlap."""
    source = syntax.source
    found: dict[ast.stmt, Span] = {}
    for run in _runs(syntax, statements):
        above = _blank_lines(syntax, run[0][1] - 1, -1)
        below = _blank_lines(syntax, run[-1][2] + 1, 1)
        at_end = run[-1][2] + below == source.line_count
        for number, (statement, first, last) in enumerate(run):
            start = first - above if at_end and not number else first
            is_last = number == len(run) - 1
            end = run[number + 1][1] - 1 if not is_last else last + (below if at_end else min(above, below))
            found[statement] = Span(source.line_span(start)[0], source.line_span(last)[1], source.line_span(end)[1])
    return found


def _runs(syntax: Syntax, statements: Iterable[ast.stmt]) -> list[list[tuple[ast.stmt, int, int]]]:
    """Statements with their first and last lines, comments included; those together that only blank lines part."""
    runs: list[list[tuple[ast.stmt, int, int]]] = []
    for statement in statements:
        row = statement, _first_with_comments(syntax, statement), last_line(syntax, statement)
        if runs and runs[-1][-1][2] + _blank_lines(syntax, runs[-1][-1][2] + 1, 1) + 1 == row[1]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _blank_lines(syntax: Syntax, line: int, step: int) -> int:
    count = 0
    while 1 <= line <= syntax.source.line_count and not _line(syntax, line).strip():
        count += 1
        line += step
    return count


def _first_with_comments(syntax: Syntax, statement: ast.stmt) -> int:
    """The first line of a statement or of the comments above it, also of those that blank lines part from it."""
    first = line = first_line(statement)
    while line > 1:
        line -= 1
        text = _line(syntax, line)
        if text.startswith("#"):
            first = line
        elif text.strip():
            break
    if line > 1 and first == line + 1 and _line(syntax, first).startswith("#"):
        # Right below a statement: it speaks of that one.
        while _line(syntax, first).startswith("#"):
            first += 1
        first += _blank_lines(syntax, first, 1)
    return first if line > 1 or not _line(syntax, first).startswith("#") else first_line(statement)


def _line(syntax: Syntax, line: int) -> str:
    return syntax.source.text(*syntax.source.line_span(line))


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


def app_from_context(syntax: Syntax, uses: Sequence[Use]) -> Iterator[Edit]:
    """``current_app`` in the place of the app, or a variable for what it stands for."""
    functions: dict[FunctionNode, list[Use]] = {}
    for use in uses:
        function = outermost_function(syntax, use.reference.node)
        assert function is not None
        functions.setdefault(function, []).append(use)
    for function, own in functions.items():
        if all(use.method.partition(".")[0] in FROM_CONTEXT for use in own):
            yield from (_current_app_instead(syntax, use) for use in own)
            continue
        rewriting = Rewriting()
        use_current_app(NeedyFunction(syntax, function, function.name, False, tuple(own)), rewriting)
        yield from rewriting.edits


def _current_app_instead(syntax: Syntax, use: Use) -> Edit:
    node = use.reference.node
    assert isinstance(node, ast.expr)
    start = syntax.source.offset(node.lineno, node.col_offset)
    end = syntax.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Edit(syntax.path, start, end, b"current_app")


def blueprint_definition(syntax: Syntax, module: ModulePlan) -> str:
    """The statement that makes the blueprint of a new module, in the style of the file that it comes from."""
    quote = quote_of(syntax)
    group = ", cli_group=None" if any(each.method.startswith("cli.") for each in module.moved) else ""
    return f"{module.variable} = Blueprint({quote}{module.name}{quote}, __name__{group})"


def module_text(
    syntax: Syntax,
    definition: str,
    part: Part,
    spans: Sequence[Span],
    texts: Sequence[str],
    first_party: Collection[str],
) -> str:
    """A new module: imports, its blueprint if it has one, the moved statements as far apart as they were."""
    lines = _imports(syntax, part, first_party, has_blueprint=bool(definition))
    text = "\n".join([*lines, *(["", definition] if definition else [])]) + "\n"
    previous: Span | None = None
    for number, (span, moved) in enumerate(zip(spans, texts, strict=True)):
        around = part.statements[max(number - 1, 0) : number + 1]
        blank = 2 if any(isinstance(each, DEFINITIONS) for each in around) else 1
        between = syntax.source.text(previous.end, span.start) if previous is not None else None
        if between is not None and not between.strip():
            blank = min(between.count("\n"), 2)
        text += "\n" * blank + moved + "\n"
        previous = span
    newline = syntax.source.newline
    return text.lstrip("\n").replace("\n", newline)


def _imports(syntax: Syntax, part: Part, first_party: Collection[str], *, has_blueprint: bool) -> list[str]:
    """The import lines of a new module, in isort's order."""
    own = [ImportedName("Blueprint")] * has_blueprint + [ImportedName("current_app")] * bool(part.uses)
    froms: dict[str, set[ImportedName]] = {"flask": set(own)} if own else {}
    plain: dict[str, str] = {}
    for statement, alias in part.imports:
        if isinstance(statement, ast.ImportFrom):
            module = "." * statement.level + (statement.module or "")
            froms.setdefault(module, set()).add(ImportedName(alias.name, alias.asname))
        else:
            line = f"import {alias.name} as {alias.asname}" if alias.asname else f"import {alias.name}"
            plain[line] = alias.name
    layout = layout_of(_lines(syntax), syntax.module, 0)
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
