"""What is done with a Flask object, place by place."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.conditions import is_main_guard
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import Variable
from flask_modernize.project.references import Reference, references
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.application_objects import Application
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One use of the app.

    ``role``:

    - ``decorator``: ``@app.route("/")``, ``@app.before_request``, ``@app.cli.command()`` on ``decorated``;
    - ``call``: a method of the app or of ``app.cli`` called as a whole statement: ``app.register_blueprint(bp)``,
      ``app.route("/")(view)``;
    - ``argument``: passed to ``call``: ``Ext(app)``, ``ext.init_app(app, db)``; ``keyword`` is the name it goes by;
    - ``config``: ``app.config`` in any way;
    - ``attribute``: every other ``app.name``: ``app.secret_key = ...``, ``app.logger.info()``, ``app.test_client()``;
    - ``run``: ``app.run()``;
    - ``import``: the alias in ``from x import app``;
    - ``other``: the bare name in any other place: ``return app``, ``db.app = app``, ``application = app``, ``del app``,
      an assignment of something else.

    ``method`` is the dotted name below the app: ``route``, ``cli.command``, ``config.from_object``, ``secret_key``;
    empty for the bare name. ``chain`` is the expression ``app.config.from_object``; ``call`` the call of it, or in
    the role ``argument`` the call that the app is passed to. ``statement`` is the module-level statement that holds the
    use; ``function`` the function or method in whose body it is evaluated. ``guarded``: under
    ``if __name__ == "__main__":``.
    """

    reference: Reference
    role: str
    method: str
    chain: ast.expr | None
    call: ast.Call | None
    keyword: str | None
    decorated: Definition | None
    statement: ast.stmt
    function: ast.FunctionDef | ast.AsyncFunctionDef | None
    guarded: bool
    is_test: bool

    @property
    def path(self) -> str:
        return self.reference.path

    @property
    def at_import_time(self) -> bool:
        return self.reference.at_import_time

    @property
    def syntax(self) -> Syntax:
        return self.reference.syntax


@remembered_about
def uses(project: Project, application: Application) -> tuple[Use, ...]:
    """Every use of the app under all its names, by path and position; without the assignment that makes it."""
    found: dict[ast.AST, Reference] = {}
    for name in application.names:
        for each in references(project, Variable(application.path, name)):
            found.setdefault(each.node, each)
    ordered = sorted(found.values(), key=lambda each: (each.path, each.node.lineno, each.node.col_offset))
    return tuple([_use(each) for each in ordered if not _makes_it(each, application)])


def _makes_it(reference: Reference, application: Application) -> bool:
    """Whether the reference is a target of the assignment that makes the app."""
    return reference.kind == "write" and reference.syntax.scopes.statement_of(reference.node) is application.statement


def _use(reference: Reference) -> Use:
    scopes = reference.syntax.scopes
    node = reference.node
    statement = scopes.statement_of(node)
    guarded = False
    for each in scopes.ancestors(node):
        guarded = guarded or is_main_guard(each)
        if isinstance(each, ast.stmt):
            statement = each
    role, method, chain, call, keyword, decorated = "import", "", None, None, None, None
    if isinstance(node, ast.expr):
        chain, method = _chain(reference)
        call = _call_of(reference, chain)
        decorated = _decorated(reference, call or chain)
        role = _role(reference, method, chain, call, decorated)
        if role == "argument":
            call, keyword = _taken_by(reference.syntax, chain)
    function = scopes.enclosing_function(node)
    return Use(
        reference,
        role,
        method,
        chain,
        call,
        keyword,
        decorated,
        statement,
        function,
        guarded,
        is_test_path(reference.path),
    )


def _chain(reference: Reference) -> tuple[ast.expr, str]:
    """The attributes on the app as far as they go: the outermost node, and their dotted name."""
    node = reference.node
    assert isinstance(node, ast.expr)
    names: list[str] = []
    current: ast.expr = node
    while isinstance(parent := reference.syntax.scopes.parent(current), ast.Attribute):
        names.append(parent.attr)
        current = parent
    return current, ".".join(names)


def _call_of(reference: Reference, chain: ast.expr) -> ast.Call | None:
    parent = reference.syntax.scopes.parent(chain)
    return parent if isinstance(parent, ast.Call) and parent.func is chain else None


def _decorated(reference: Reference, expression: ast.expr) -> Definition | None:
    parent = reference.syntax.scopes.parent(expression)
    return parent if isinstance(parent, Definition) and expression in parent.decorator_list else None


def _role(
    reference: Reference, method: str, chain: ast.expr, call: ast.Call | None, decorated: Definition | None
) -> str:
    if not method:
        written = reference.kind != "read"
        return "other" if written or _taken_by(reference.syntax, chain)[0] is None else "argument"
    if decorated is not None:
        return "decorator"
    first = method.partition(".")[0]
    if first == "config":
        return "config"
    if method == "run" and call is not None:
        return "run"
    if call is not None and (first == method or first == "cli") and _is_statement(reference.syntax, call):
        return "call"
    return "attribute"


def _is_statement(syntax: Syntax, call: ast.Call) -> bool:
    """Whether a call, or the call of its result, is a statement of its own."""
    parent = syntax.scopes.parent(call)
    if isinstance(parent, ast.Call) and parent.func is call:
        parent = syntax.scopes.parent(parent)
    return isinstance(parent, ast.Expr)


def _taken_by(syntax: Syntax, node: ast.expr) -> tuple[ast.Call | None, str | None]:
    """The call that is given the node as an argument, and the keyword it is given by."""
    parent = syntax.scopes.parent(node)
    if isinstance(parent, ast.Call) and parent.func is not node:
        return parent, None
    if isinstance(parent, ast.keyword):
        taker = syntax.scopes.parent(parent)
        return (taker, parent.arg) if isinstance(taker, ast.Call) else (None, None)
    return None, None
