"""SQLAlchemy's own sessions, bound where they are made to an engine that needs the app: they are bound below instead.

``Session = sessionmaker(bind=engine)`` becomes ``Session = sessionmaker()`` and ``Session.configure(bind=engine)``, so
that a session which models and views import exists before there is an app.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, Group
from flask_modernize.project.applications import Application, is_test_path, uses
from flask_modernize.project.objects import External, Variable
from flask_modernize.project.references import Reference, references
from flask_modernize.rewriting.source_text import span
from flask_modernize.rewriting.whole_statements import below, shares_lines
from flask_modernize_codemods.unbound_extensions.statement import text_of

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

_ENGINES = ("sqlalchemy.create_engine", "sqlalchemy.engine.create_engine")
_MAKERS = ("sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.session.sessionmaker")
_SCOPED = ("sqlalchemy.orm.scoped_session", "sqlalchemy.orm.scoping.scoped_session")
_LISTENING = ("sqlalchemy.event.listen", "sqlalchemy.event.listens_for")


@dataclass(frozen=True, slots=True, eq=False)
class _Session:
    """``name`` is given a session factory by ``statement``; ``bind`` is the keyword in the call of sessionmaker."""

    syntax: Syntax
    statement: ast.Assign
    name: str
    maker: ast.Call
    bind: ast.keyword


def session_groups(project: Project, application: Application) -> Iterator[Group]:
    """A group for each session that is bound to an engine made with the help of the app."""
    for syntax, engines in _engines(project, application):
        for statement in syntax.module.body:
            session = _session(project, syntax, statement, engines)
            if session is not None and not _needs_bind_at_import(project, session):
                group = _group(session)
                if group is not None:
                    yield group


def _engines(project: Project, application: Application) -> Iterator[tuple[Syntax, frozenset[str]]]:
    """By file, the module-level names that ``create_engine`` gives a value to with the help of the app."""
    found: dict[str, tuple[Syntax, set[str]]] = {}
    for use in uses(project, application):
        statement = use.statement
        if not use.at_import_time or is_test_path(use.path) or not isinstance(statement, ast.Assign):
            continue
        target, value = statement.targets[0], statement.value
        if len(statement.targets) > 1 or not isinstance(target, ast.Name) or not isinstance(value, ast.Call):
            continue
        if isinstance(use.syntax.scopes.parent(statement), ast.Module) and _is(project, use.syntax, value, _ENGINES):
            found.setdefault(use.path, (use.syntax, set()))[1].add(target.id)
    for path in sorted(found):
        yield found[path][0], frozenset(found[path][1])


def _session(project: Project, syntax: Syntax, statement: ast.stmt, engines: frozenset[str]) -> _Session | None:
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1 or shares_lines(syntax, statement):
        return None
    target, call = statement.targets[0], statement.value
    if _is(project, syntax, call, _SCOPED) and isinstance(call, ast.Call) and call.args:
        call = call.args[0]
    if not isinstance(target, ast.Name) or not isinstance(call, ast.Call) or not _is(project, syntax, call, _MAKERS):
        return None
    for each in call.keywords:
        if each.arg == "bind" and isinstance(each.value, ast.Name) and each.value.id in engines:
            return _Session(syntax, statement, target.id, call, each)
    return None


def _is(project: Project, syntax: Syntax, call: ast.expr, names: tuple[str, ...]) -> bool:
    dotted = dotted_name(call.func) if isinstance(call, ast.Call) else None
    found = project.resolve(syntax.path, dotted) if dotted is not None else None
    return isinstance(found, External) and found.name in names


def _needs_bind_at_import(project: Project, session: _Session) -> bool:
    """Whether anything does more with the session, while modules are imported, than to tell others of it."""
    for each in references(project, Variable(session.syntax.path, session.name)):
        if each.at_import_time and not isinstance(each.node, ast.alias) and not _only_tells(project, session, each):
            return True
    return False


def _only_tells(project: Project, session: _Session, reference: Reference) -> bool:
    scopes, node = reference.syntax.scopes, reference.node
    if scopes.statement_of(node) is session.statement:
        return True
    parent = scopes.parent(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr == "query_property"
    return isinstance(parent, ast.Call) and _is(project, reference.syntax, parent, _LISTENING)


def _group(session: _Session) -> Group | None:
    syntax, statement = session.syntax, session.statement
    taken_out = _without_bind(session)
    if taken_out is None:
        return None
    line = f"{session.name}.configure({text_of(syntax.source, session.bind)})"
    return Group(
        title=f"the session {session.name}",
        path=syntax.path,
        line=statement.lineno,
        edits=tuple(sorted((taken_out, below(syntax, statement, [line])))),
        statements=((syntax.path, statement.lineno, statement.end_lineno or statement.lineno),),
        sites=1,
    )


def _without_bind(session: _Session) -> Edit | None:
    """Takes the argument out, with the comma that parts it from the others; None where a comment stands beside it."""
    source, maker = session.syntax.source, session.maker
    every: list[ast.expr | ast.keyword] = [*maker.args, *maker.keywords]
    arguments = sorted(every, key=lambda each: (each.lineno, each.col_offset))
    number = arguments.index(session.bind)
    start, end = span(source, session.bind)
    if number:
        start = span(source, arguments[number - 1])[1]
    elif len(arguments) > 1:
        end = span(source, arguments[1])[0]
    if "#" in source.text(start, end):
        return None
    return Edit(session.syntax.path, start, end, b"")
