"""What Flask does otherwise without a word in the code: said once, where the project depends on it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Options, Plan
from flask_modernize.project.dependencies import declared, dependency_files, is_pinned_below
from flask_modernize.project.library_types import library_names
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.findings import REMOVED
from flask_modernize.sources import UnreadableSource
from flask_modernize_codemods.flask_3.application_arguments import with_subdomains

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

GUIDE = "Technology Stack"
_Node = tuple["Syntax", ast.AST]


def plan(project: Project, options: Options) -> Plan:
    """Remarks; nothing is changed."""
    found = [*_svg_templates(project), *_simplejson(project), *_unescaped(project), *_cached(project), *_hosts(project)]
    found += [*_async_views(project), *_required_settings(project)]
    return Plan((), tuple(found))


def _remark(syntax: Syntax, node: ast.AST, message: str, advice: str) -> Finding:
    line, column = syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))  # type: ignore[attr-defined]
    return Finding(syntax.path, line, column, REMOVED, message, advice, GUIDE, site=False)


def _svg_templates(project: Project) -> Iterator[Finding]:
    """Templates of pictures, whose values are escaped since Flask 2.2.3."""
    for path in project.tree.paths:
        if path.endswith(".svg") and "templates/" in path:
            try:
                lines = project.tree.read(path).splitlines()
            except (UnreadableSource, OSError, KeyError):
                continue
            for number, line in enumerate(lines, 1):
                if b"{{" in line and b"|safe" not in line.replace(b" ", b""):
                    message = "values in SVG templates are escaped today"
                    yield Finding(
                        path, number, 1, REMOVED, message, "Add `|safe` to what is markup.", GUIDE, site=False
                    )
                    break


def _simplejson(project: Project) -> Iterator[Finding]:
    """Flask took simplejson where it was installed, which writes decimals as numbers."""
    found = declared(project).get("simplejson")
    if found is not None and not any(project.files_with(b"simplejson")):
        message = "Flask no longer uses simplejson: jsonify writes Decimal as text, not as a number"
        advice = "Convert decimals where they are answered, or give the application a JSON provider that does."
        yield Finding(found.path, found.line, 1, REMOVED, message, advice, GUIDE, site=False)


def _unescaped(project: Project) -> Iterator[Finding]:
    if is_pinned_below(project, "Flask", "0.11") is None:
        return
    for syntax, node in _calls(project, b"render_template_string", "flask.render_template_string"):
        message = "values in templates that are strings are escaped since Flask 0.11"
        yield _remark(syntax, node, message, "Add `|safe` to what is markup.")


def _cached(project: Project) -> Iterator[Finding]:
    """Files were cached for twelve hours unless something else was said."""
    if is_pinned_below(project, "Flask", "2.0") is None or any(project.files_with(b"SEND_FILE_MAX_AGE_DEFAULT")):
        return
    for word in (b"send_file", b"send_from_directory"):
        for syntax, node in _calls(project, word, f"flask.{word.decode()}"):
            if isinstance(node, ast.Call) and not {each.arg for each in node.keywords} & {"cache_timeout", "max_age"}:
                message = "browsers ask for files again each time today; they kept them for twelve hours"
                yield _remark(syntax, node, message, "Set SEND_FILE_MAX_AGE_DEFAULT = 43200 to have it so again.")
                return


def _calls(project: Project, word: bytes, name: str) -> Iterator[_Node]:
    for path in project.files_with(word):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None and not is_test_path(path) else ():
            if isinstance(node, ast.Call) and syntax is not None and name in _names(project, syntax, node.func):
                yield syntax, node


def _names(project: Project, syntax: Syntax, node: ast.expr) -> frozenset[str]:
    return library_names(project, syntax.path, node, syntax.scopes.scope_of(node))


def _hosts(project: Project) -> Iterator[Finding]:
    """``SERVER_NAME``: what it kept away, and the sessions of subdomains."""
    for path in project.files_with(b"SERVER_NAME"):
        syntax = project.syntax(path)
        if syntax is None or is_test_path(path):
            continue
        node = next((each for each in syntax.scopes.nodes() if _sets(each, "SERVER_NAME")), None)
        if node is None:
            continue
        if not any(project.files_with(b"TRUSTED_HOSTS")):
            message = "requests for other hosts than SERVER_NAME are answered today"
            yield _remark(syntax, node, message, "Set TRUSTED_HOSTS to the hosts that the application answers for.")
        literal = isinstance(syntax.scopes.statement_of(node), ast.Assign) and _is_text(
            syntax.scopes.statement_of(node)
        )
        if with_subdomains(project) and not literal and not any(project.files_with(b"SESSION_COOKIE_DOMAIN")):
            message = "sessions are no longer shared with subdomains because of SERVER_NAME"
            yield _remark(syntax, node, message, 'Set SESSION_COOKIE_DOMAIN, for instance to ".example.com".')
        return


def _sets(node: ast.AST, key: str) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant) and node.slice.value == key
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Store) and node.id == key
    return False


def _is_text(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Assign) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value


def _async_views(project: Project) -> Iterator[Finding]:
    """Views that are coroutines need asgiref, which ``Flask[async]`` brings."""
    paths = [each.path for each in dependency_files(project)]
    if declared(project).get("asgiref") is not None or any(_brings_async(project, each) for each in paths):
        return
    for path in project.files_with(b"async def"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None and not is_test_path(path) else ():
            if isinstance(node, ast.AsyncFunctionDef) and syntax is not None:
                for each in node.decorator_list:
                    called = each.func if isinstance(each, ast.Call) else each
                    if "flask.Scaffold.route" in _names(project, syntax, called):
                        yield _remark(syntax, node, "coroutines as views need asgiref", "Install `Flask[async]`.")
                        return


def _brings_async(project: Project, path: str) -> bool:
    try:
        return re.search(rb"(?i)flask\[[\w, -]*async", project.tree.read(path)) is not None
    except (UnreadableSource, OSError, KeyError):
        return False


def _required_settings(project: Project) -> Iterator[Finding]:
    """``SECRET_KEY = os.environ["SECRET_KEY"]`` in a class that others inherit from fails for all of them on import."""
    for path in project.files_with(b"environ["):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None and not is_test_path(path) else ():
            if isinstance(node, ast.ClassDef) and syntax is not None:
                wanted = [each for each in node.body if _requires(each)]
                inherited = wanted and project.subclasses(ClassObject(path, syntax.scopes.inner_scope(node).qualname))
                for each in wanted if inherited else ():
                    message = "without the variable this module cannot be imported, not even for other profiles"
                    yield _remark(syntax, each, message, "Read it where the application is made, or give a default.")


def _requires(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Assign) else None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not (isinstance(value, ast.Subscript) and isinstance(target, ast.Name) and target.id.isupper()):
        return False
    holder = value.value
    return isinstance(holder, ast.Attribute) and holder.attr == "environ"
