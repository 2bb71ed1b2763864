"""All of a project's managers become groups of Click, or none."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, ImportNeed, Options, Plan
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject, Variable
from flask_modernize.rules.index import rule_index
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.pins import replace_package
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, unit, without
from flask_modernize_codemods.flask_script import codes
from flask_modernize_codemods.flask_script.classes import command_class, converted_class
from flask_modernize_codemods.flask_script.functions import converted_function, shell_context
from flask_modernize_codemods.flask_script.managers import Creation, Use, creations, uses
from flask_modernize_codemods.flask_script.options import Problem

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

GUIDE = "Technology Stack"
_SERVER = {
    "host": "host",
    "port": "port",
    "use_debugger": "debugger",
    "use_reloader": "reload",
    "threaded": "with_threads",
}
_ADVICE = "Write it for Click by hand; the rest of the commands are rewritten when nothing is left that stops it."
_Found = dict[str, list[Match | Finding]]


def _find(file: File) -> Iterator[Match | Finding]:
    yield from _verdict(file.project).get(file.syntax.path, ())


@remembered
def _verdict(project: Project) -> Mapping[str, list[Match | Finding]]:
    """What is done in each file: everything, or only findings where something cannot be."""
    if any(project.syntax(path) is None for path in _users(project)):
        return {}
    found: _Found = {}
    known = {each.variable: each for each in creations(project) if each.variable is not None}
    for creation in creations(project):
        file = _file(project, creation.path)
        try:
            _convert(project, file, creation, known, found)
        except Problem as problem:
            found.setdefault(creation.path, []).append(_finding(file, problem))
    _find_leftovers(project, found)
    problems: _Found = {
        path: [each for each in entries if isinstance(each, Finding)] for path, entries in found.items()
    }
    return problems if any(problems.values()) else found


@remembered
def _users(project: Project) -> tuple[str, ...]:
    """The Python files that say Flask-Script's name."""
    words = (b"flask_script", b"flask.ext.script", b"flaskext.script")
    paths = {path for word in words for path in project.files_with(word)}
    return tuple(sorted(path for path in paths if path.endswith(".py")))


def _find_leftovers(project: Project, found: _Found) -> None:
    """What else of Flask-Script is used: in classes that are no command of a manager, for instance."""
    for path in _users(project) if found else ():
        file = _file(project, path)
        changes = [each for match in found.get(path, ()) if isinstance(match, Match) for each in match.replacements]
        for node in file.syntax.scopes.nodes():
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                used = sorted(name for name in file.names(node) if _is_left(name))
                if (
                    used
                    and not _is_in_command(file, node)
                    and not any(_takes_away(each, file.span(node)) for each in changes)
                ):
                    problem = Problem(node, f"`{file.text(node)}` is used for something that is no manager's")
                    found.setdefault(path, []).append(_finding(file, problem))


def _is_left(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return module in ("flask_script", "flask_script.commands") and not last.startswith("prompt")


def _is_in_command(file: File, node: ast.AST) -> bool:
    """Whether it stands in the body of a class that is reported itself, because of what it descends from."""
    around = (each for each in file.syntax.scopes.ancestors(node) if isinstance(each, ast.ClassDef))
    return any(
        node not in cls.bases and any(_is_left(name) for base in cls.bases for name in file.names(base))
        for cls in around
    )


def _takes_away(change: Replacement, span: tuple[int, int]) -> bool:
    inside = change.start <= span[0] and span[1] <= change.end
    kept = [part for part in change.parts if not isinstance(part, str)]
    return inside and not any(start <= span[0] and span[1] <= end for start, end in kept)


def _finding(file: File, problem: Problem) -> Finding:
    return file.finding(problem.node, codes.COMMAND, problem.message, _ADVICE)


def _file(project: Project, path: str) -> File:
    syntax = project.syntax(path)
    assert syntax is not None
    return File(project, syntax, rule_index(()), GUIDE)


def _convert(
    project: Project, file: File, creation: Creation, known: Mapping[Variable, Creation], found: _Found
) -> None:
    if creation.variable is None:
        raise Problem(creation.call, "the manager is not one name of a module")
    group = _Group(file, creation)
    functions: dict[tuple[str, ast.AST], list[ast.expr]] = {}
    for use in uses(project, creation.variable):
        entries = found.setdefault(use.path, [])
        there = _file(project, use.path)
        try:
            if use.member is None:
                if not _is_added(there, use.node, known):
                    raise Problem(use.node, "the manager is handed to something else")
            elif use.member.attr in ("command", "option"):
                function, decorator = _decorated(there, use.member)
                functions.setdefault((use.path, function), []).append(decorator)
            else:
                entries.extend(_member(there, use, use.member, group, known))
        except Problem as problem:
            entries.append(_finding(there, problem))
    for (path, node), decorators in functions.items():
        there = _file(project, path)
        assert isinstance(node, ast.FunctionDef)
        decorators.sort(key=lambda each: each.lineno)
        first = decorators[0].func if isinstance(decorators[0], ast.Call) else decorators[0]
        assert isinstance(first, ast.Attribute)
        try:
            found.setdefault(path, []).append(converted_function(there, node, there.text(first.value), decorators))
        except Problem as problem:
            found.setdefault(path, []).append(_finding(there, problem))
    found.setdefault(creation.path, []).append(group.creation())


def _decorated(file: File, member: ast.Attribute) -> tuple[ast.FunctionDef, ast.expr]:
    parent = file.syntax.scopes.parent(member)
    decorator: ast.expr = parent if isinstance(parent, ast.Call) and parent.func is member else member
    function = file.syntax.scopes.parent(decorator)
    if not isinstance(function, ast.FunctionDef) or decorator not in function.decorator_list:
        raise Problem(member, f"`{member.attr}` of the manager is not used as a decorator")
    if (member.attr == "option") != isinstance(decorator, ast.Call):
        raise Problem(member, f"`{member.attr}` of the manager is used in an unusual way")
    return function, decorator


def _is_added(file: File, node: ast.AST, known: Mapping[Variable, Creation]) -> bool:
    """Whether a manager stands as the argument of another one's ``add_command``, which sees to it."""
    call = file.syntax.scopes.parent(node)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "add_command":
        return False
    return _manager(file, call.func.value) in known


def _manager(file: File, node: ast.expr) -> Variable | None:
    if not isinstance(node, ast.Name | ast.Attribute):
        return None
    obj = file.project.resolve(file.syntax.path, ast.unparse(node), file.scope(node))
    return obj if isinstance(obj, Variable) else None


def _member(
    file: File, use: Use, member: ast.Attribute, group: _Group, known: Mapping[Variable, Creation]
) -> Iterator[Match]:
    parent = file.syntax.scopes.parent(member)
    if member.attr == "shell" and isinstance(parent, ast.FunctionDef) and member in parent.decorator_list:
        yield shell_context(file, parent, member, group.application(member))
    elif isinstance(parent, ast.Call) and parent.func is member and member.attr == "run":
        if parent.args or parent.keywords:
            raise Problem(parent, "`run()` is given commands of its own, or one that is run by default")
        change = Replacement(file.span(member.value)[1], file.span(parent)[1], ("()",))
        yield Match("script-manager-run", "the group is run as a program", parent, (change,))
    elif isinstance(parent, ast.Call) and parent.func is member and member.attr == "add_command":
        yield from _added(file, parent, member, group, known)
    else:
        raise Problem(member, f"Click has nothing like `{member.attr}` of a manager")


def _added(
    file: File, call: ast.Call, member: ast.Attribute, group: _Group, known: Mapping[Variable, Creation]
) -> Iterator[Match]:
    statement = file.syntax.scopes.parent(call)
    arguments = [*call.args, *(each.value for each in call.keywords if each.arg in ("name", "command"))]
    if not isinstance(statement, ast.Expr) or len(arguments) != len(call.args) + len(call.keywords):
        raise Problem(call, "the command is added in an unusual way")
    command = arguments[-1]
    named = arguments[0] if len(arguments) == 2 else None
    if named is not None and not (isinstance(named, ast.Constant) and isinstance(named.value, str)):
        raise Problem(call, "the name of the command is not written out")
    name = str(named.value) if isinstance(named, ast.Constant) else ""
    meant = file.names(command.func if isinstance(command, ast.Call) else command)
    if _manager(file, command) in known:
        text = (file.span(command), ", ", file.span(named)) if named is not None else (file.span(command),)
        start, end = file.span(call)
        parts = ((start, file.span(member)[1]), "(", *text, ")")
        yield Match("script-submanager", "groups are added with their names", call, (Replacement(start, end, parts),))
    elif "flask_migrate.MigrateCommand" in meant:
        if name != "db":
            raise Problem(call, "the commands of Flask-Migrate have another name than `db`")
        yield Match("migrate-migratecommand", "`db` is known by itself", call, (without(file, statement),))
    elif "flask_script.Shell" in meant and name in ("shell", ""):
        yield _shell(file, statement, command, group)
    elif "flask_script.Server" in meant and isinstance(command, ast.Call):
        group.serve(file, command, name or "server", statement)
    else:
        cls = command_class(file, command)
        if cls is None:
            raise Problem(call, "what kind of command is added cannot be told")
        default = cls.name.lower().removesuffix("command")
        yield converted_class(file, cls, file.text(member.value), name or default, statement)


def _shell(file: File, statement: ast.stmt, command: ast.expr, group: _Group) -> Match:
    keywords = command.keywords if isinstance(command, ast.Call) else []
    context = next((each.value for each in keywords if each.arg == "make_context"), None)
    title = "the application knows what its shell has"
    if context is None:
        return Match("script-shell", title, statement, (without(file, statement),))
    parts = (f"{group.application(statement)}.shell_context_processor(", file.span(context), ")")
    return Match("script-shell", title, statement, (Replacement(*file.span(statement), parts),))


class _Group:
    """What becomes of one manager: ``FlaskGroup`` for the program, ``AppGroup`` for what is added to another one."""

    def __init__(self, file: File, creation: Creation) -> None:
        self.file = file
        self.site = creation
        self.servers: list[tuple[str, str]] = []
        self.registrations: list[ast.stmt] = []
        given = {each.arg: each.value for each in creation.call.keywords}
        self.app = creation.call.args[0] if creation.call.args else given.get("app")
        about = [given[name] for name in ("help", "description", "usage") if name in given]
        self.about = about[0] if about else None
        self.commands = given.get("with_default_commands")
        unknown = set(given) - {"app", "help", "description", "usage", "with_default_commands", "disable_argcomplete"}
        if unknown or len(creation.call.args) > 1:
            raise Problem(creation.call, "the manager is given arguments that Click has nothing for")

    def application(self, node: ast.AST) -> str:
        """The name of the application; Problem where it is made by a factory."""
        if isinstance(self.app, ast.Name) and not self._is_factory(self.app):
            return self.app.id
        raise Problem(node, "the shell's context belongs into the factory, as `app.shell_context_processor`")

    def _is_factory(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Lambda):
            return True
        dotted = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        obj = self.file.project.resolve(self.file.syntax.path, dotted, self.file.scope(node)) if dotted else None
        return isinstance(obj, FunctionObject)

    def serve(self, file: File, server: ast.Call, name: str, statement: ast.stmt) -> None:
        """``Server(host=..., port=...)`` becomes defaults of the command that runs the server."""
        found = []
        for each in server.keywords:
            if each.arg not in _SERVER or not isinstance(each.value, ast.Constant):
                raise Problem(server, f"`{each.arg}=` of the server is not an option of `flask run`, or computed")
            found.append(f'"{_SERVER[each.arg]}": {file.text(each.value)}')
        if server.args:
            found += [f'"{key}": {file.text(value)}' for key, value in zip(("host", "port"), server.args, strict=False)]
        self.servers.append((name, f"{{{', '.join(found)}}}" if found else ""))
        if file.syntax.path != self.file.syntax.path:
            raise Problem(server, "the server is added in another file than the manager's")
        self.registrations.append(statement)

    def creation(self) -> Match | Finding:
        """The change of ``manager = Manager(...)``, and of what was added to it for servers."""
        file, call = self.file, self.site.call
        help_text = ("help=", file.span(self.about)) if self.about is not None else ()
        if self.app is None:
            names, needs = self._needed("flask.cli.AppGroup")
            parts: tuple[str | tuple[int, int], ...] = (f"{names['AppGroup']}(", *help_text, ")")
            return self._match("script-submanager", (Replacement(*file.span(call), parts),), needs)
        runs = self.commands is None or ast.unparse(self.commands) == "True"
        names, needs = self._needed("flask.cli.FlaskGroup")
        lambda_ = "" if self._is_factory(self.app) else "lambda: "
        self._check_factory()
        arguments: list[tuple[str | tuple[int, int], ...]] = [(f"create_app={lambda_}", file.span(self.app))]
        if help_text:
            arguments.append(help_text)
        if not runs:
            arguments.append(("add_default_commands=False",))
        servers = self.servers or ([("runserver", "")] if runs else [])
        defaults = ", ".join(f'"{name}": {options}' for name, options in servers if options)
        if defaults:
            arguments.append((f'context_settings={{"default_map": {{{defaults}}}}}',))
        changes = [Replacement(*file.span(call), (names["FlaskGroup"], *_laid_out(file, arguments, bool(defaults))))]
        changes += [without(file, each) for each in self.registrations]
        if servers:
            more, others = self._needed("flask.cli.run_command")
            needs = (*needs, *others)
            manager = ast.unparse(self.site.statement.targets[0])  # type: ignore[attr-defined]
            lines = [f'{manager}.add_command({more["run_command"]}, "{name}")' for name, _ in servers]
            changes.append(below(file, self.site.statement, "\n".join(lines)))
        return self._match("script-import", tuple(changes), needs)

    def _check_factory(self) -> None:
        """Click calls a factory without arguments."""
        if isinstance(self.app, ast.Name) and self._is_factory(self.app):
            obj = self.file.project.resolve(self.file.syntax.path, self.app.id, self.file.scope(self.app))
            scope = scope_of_function(self.file.project, obj) if isinstance(obj, FunctionObject) else None
            arguments = scope.node.args if scope is not None and isinstance(scope.node, ast.FunctionDef) else None
            if arguments is not None and len(arguments.args) > len(arguments.defaults):
                raise Problem(self.site.call, f"`{self.app.id}` is called without arguments by Click")

    def _needed(self, name: str) -> tuple[dict[str, str], tuple[ImportNeed, ...]]:
        given = needed_names(self.file, self.site.call, (name,))
        if isinstance(given, Finding):
            raise Problem(self.site.call, given.message)
        return given

    def _match(self, row: str, changes: tuple[Replacement, ...], needs: tuple[ImportNeed, ...]) -> Match:
        return Match(row, "the manager is a group of Click", self.site.call, changes, needs)


def _laid_out(
    file: File, arguments: list[tuple[str | tuple[int, int], ...]], in_lines: bool
) -> Iterator[str | tuple[int, int]]:
    """Arguments in parentheses, in one line or each in its own."""
    step = unit(file)
    yield f"(\n{step}" if in_lines else "("
    for index, each in enumerate(arguments):
        yield from ((f",\n{step}" if in_lines else ", "), *each) if index else each
    yield ",\n)" if in_lines else ")"


def plan(project: Project, options: Options) -> Plan:
    """Flask-Script is not declared any more when nothing of it is left."""
    unread = [path for path in _users(project) if project.syntax(path) is None]
    if unread:
        message = "this file uses Flask-Script and cannot be read; managers are all rewritten, or none"
        advice = "Run python3-syntax first."
        return Plan((), tuple(Finding(path, 1, 1, codes.COMMAND, message, advice, GUIDE) for path in unread))
    if _users(project) and not _goes_away(project):
        return Plan()
    return replace_package(project, "Flask-Script", None)


def _goes_away(project: Project) -> bool:
    return bool(list(creations(project))) and not any(
        isinstance(each, Finding) for entries in _verdict(project).values() for each in entries
    )


_WORDS = (b"Manager", b"command", b"option", b"add_command", b"run", b"shell")
MATCHER = Matcher(frozenset(_WORDS), _find)
