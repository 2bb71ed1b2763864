"""What moves into the new function, as lines in the order in which they ran."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.app_factory.modules import Module, names_bound_by
from flask_modernize_codemods.app_factory.moving import Chunk, moved_lines, with_breaks
from flask_modernize_codemods.app_factory.names import calls_now, names_bound, names_read
from flask_modernize_codemods.app_factory.statement_roles import (
    is_foreign_call,
    is_string,
    is_task_class,
    sets_up_extension,
)

_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)
_KINDS_OF_METHODS = {
    "register_blueprint": "route",
    "add_url_rule": "route",
    "register_error_handler": "error",
    "shell_context_processor": "shell",
    "cli": "cli",
    "config": "config",
    "secret_key": "config",
    "debug": "config",
    "testing": "config",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of the new function, indented by one level, and what they stand for.

    ``order`` is the place in the module. ``kind`` is one of creation, config, extension, setting (of an extension),
    celery, route, hook, error, shell, cli, block, comment and other. ``imports`` are statements that must stand before,
    without indentation. ``blank`` tells whether the module has a blank line before them; ``globals`` are names that
    they bind for the whole module.
    """

    kind: str
    order: tuple[int, int]
    lines: tuple[str, ...]
    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    imports: tuple[str, ...] = ()
    blank: bool = False
    globals: tuple[str, ...] = ()


def pieces_of(module: Module) -> list[Piece]:
    """All that goes into the new function, in the order in which it ran."""
    pieces = [_moved_piece(module, number) for number in sorted(module.moved - module.replaced)]
    for number, place, _, registered in module.registrations:
        unit = module.layout.unit
        lines = tuple(registered.lines(module.local, unit))
        pieces.append(Piece(registered.kind, (number, place), lines, reads=frozenset({module.local})))
    return sorted(pieces, key=lambda piece: piece.order)


def _moved_piece(module: Module, number: int) -> Piece:
    chunk = module.chunks[number]
    edits = sorted([*module.edits_in.get(number, ()), *_own_name_edits(module, chunk)])
    unit = module.layout.unit
    wrapped = number in module.contexts
    # A string that is a comment may be indented like one.
    layout = replace(module.layout, inside_strings=frozenset()) if is_string(chunk) else module.layout
    indent = unit * 2 if wrapped else unit
    edits = with_breaks(layout, chunk.lead, chunk.last, edits, indent)
    lines = moved_lines(layout, chunk.lead, chunk.last, edits, indent)
    if wrapped:
        lines = [f"{unit}with {module.local}.app_context():", *lines]
    reads = names_read(chunk.statements) | {module.local}
    return Piece(
        kind="creation" if number == module.creation else kind_of(module, chunk),
        order=(number, 0),
        lines=tuple(lines),
        binds=names_bound_by(chunk),
        reads=reads,
        imports=tuple(module.imports_of.get(number, ())),
        # Blank lines around what stayed mean nothing in the function; those around comments do.
        blank=chunk.lead > chunk.blank and (number - 1 in module.moved or chunk.lead < chunk.first),
        globals=module.globals.get(number, ()),
    )


def _own_name_edits(module: Module, chunk: Chunk) -> Iterator[Edit]:
    """The application goes by one name inside of the new function."""
    source = module.source
    made = chunk.statement if module.creation >= 0 and module.chunks[module.creation] is chunk else None
    if isinstance(made, ast.Assign) and len(made.targets) > 1:
        start = source.offset(made.targets[0].lineno, made.targets[0].col_offset)
        end = source.offset(made.value.lineno, made.value.col_offset)
        yield Edit(module.path, start, end, source.encode(f"{module.local} = "))
    for use in module.uses:
        node = use.reference.node
        if isinstance(node, ast.alias) or not chunk.first <= node.lineno <= chunk.last:
            continue
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
        if source.text(start, end) != module.local and use.reference.kind == "read":
            yield Edit(module.path, start, end, source.encode(module.local))


def kind_of(module: Module, chunk: Chunk) -> str:
    """What a statement on the application does; see :class:`Piece`."""
    statement = chunk.statement
    if is_string(chunk):
        return "comment"
    if _is_about_celery(module, statement) or is_task_class(module, chunk):
        return "celery"
    if isinstance(statement, _COMPOUND):
        return "block"
    calls = list(calls_now(statement))
    own = [use for use in module.uses if use.statement is statement and use.role != "import"]
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "init_app":
            return "extension"
    if own and own[0].method:
        first = own[0].method.partition(".")[0]
        return _KINDS_OF_METHODS.get(first, "other")
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute):
        if not own:
            return "setting"
        if sets_up_extension(module, statement):
            return "extension"
    if own and own[0].role == "argument" and is_foreign_call(module, own[0]):
        return "extension"
    return "other"


def _is_about_celery(module: Module, statement: ast.stmt) -> bool:
    """Whether a statement of the module that makes the Celery object makes or reads it."""
    if module.celery is None or not module.makes_celery:
        return False
    return module.celery.name in names_bound(statement) | names_read([statement])
