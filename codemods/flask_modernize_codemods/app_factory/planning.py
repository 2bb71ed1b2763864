"""Plans ``app-factory``: one group of edits for each application, or the reasons to leave it alone."""

from __future__ import annotations

import ast
import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Group, ImportDrop, Options, Plan
from flask_modernize.project import ClassObject, FunctionObject, Object
from flask_modernize.project.applications import Application, applications, is_test_path, made_applications, uses
from flask_modernize_codemods.app_factory.bottom_imports import move_imports
from flask_modernize_codemods.app_factory.bound_names import BoundNames
from flask_modernize_codemods.app_factory.carving import home_module, member_module
from flask_modernize_codemods.app_factory.celery_apps import CeleryApp, celery_app
from flask_modernize_codemods.app_factory.celery_commands import asking_files, worker_command_edits, worker_module
from flask_modernize_codemods.app_factory.celery_rewriting import (
    imports_to_drop,
    rewrite_reads,
    rewrite_tasks,
    signal_edits,
)
from flask_modernize_codemods.app_factory.consumer_files import absorb_scripts, adding_scripts, write_consumers
from flask_modernize_codemods.app_factory.contexts import outermost_function
from flask_modernize_codemods.app_factory.deployment import deployment_edits, wsgi_module
from flask_modernize_codemods.app_factory.drafts import Draft, hands_on
from flask_modernize_codemods.app_factory.function_rewriting import rewrite_functions
from flask_modernize_codemods.app_factory.home_text import write_home
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.member_text import registrar_of, write_member
from flask_modernize_codemods.app_factory.modules import Module, names_bound_by
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.own_factory import own_factory, uses_outside
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.scripts import FACTORY
from flask_modernize_codemods.app_factory.terrain import Terrain, import_graph, reached_from, terrain_of

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_project(project: Project, options: Options) -> Plan:
    """Every application that is a module-level variable, in the order of the files."""
    groups: list[Group] = []
    findings: list[Finding] = []
    steps: list[str] = []
    every = [each for each in applications(project) if not is_test_path(each.path)]
    shared = _shared_files(project, every)
    for application in every:
        try:
            if _only_helps(project, application):
                findings.append(_idle(application))
                continue
            _check(project, application, every)
            planned = _planned(_draft(project, application, options, shared))
        except Refused as refused:
            findings += refused.findings
        else:
            groups.append(planned.group)
            findings += planned.findings
            steps += planned.next_steps
    findings += _left_outside(project)
    return Plan(tuple(groups), tuple(sorted(set(findings))), tuple(dict.fromkeys(steps)))


def _left_outside(project: Project) -> Iterator[Finding]:
    """What a module does to an application that its own factory has made: ``app = create_app()``, and routes below."""
    for application in made_applications(project):
        maker = application.made_by
        if maker is None or maker.path != application.path or is_test_path(application.path):
            continue
        work = [
            use
            for use in uses(project, application)
            if use.at_import_time and not use.guarded and not use.is_test and use.role not in ("import", "run", "other")
        ]
        if work:
            name = application.variable.name
            place = f"{work[0].path}:{work[0].reference.node.lineno}"
            message = f"{name} is made by {maker.qualname}(), and {place} does more to it than the function"
            yield finding(application.syntax, application.statement, "F-HAS-FACTORY", message)


def _shared_files(project: Project, every: Sequence[Application]) -> frozenset[str]:
    """The files that use more than one application."""
    users = Counter(path for application in every for path in {use.path for use in uses(project, application)})
    return frozenset(path for path, count in users.items() if count > 1)


def _only_helps(project: Project, application: Application) -> bool:
    """Whether nothing is done to it at start-up: it is made only so that functions have one."""
    if FACTORY in application.syntax.scopes.module_scope.bindings:
        return False
    return not any(
        (use.at_import_time and use.role not in ("import", "other")) or use.role == "run"
        for use in uses(project, application)
    )


def _idle(application: Application) -> Finding:
    message = f"nothing is done to {application.variable.name} at start-up, so there is nothing to put into a factory"
    return finding(application.syntax, application.statement, "F-IDLE", message, site=False)


def _check(project: Project, application: Application, every: Sequence[Application]) -> None:
    syntax, statement = application.syntax, application.statement
    name = application.variable.name
    if application.conditional:
        raise Refused(finding(syntax, statement, "F-CONDITIONAL", f"{name} is made under a condition or in a block"))
    if application.rebound:
        raise Refused(finding(syntax, statement, "F-REBOUND", f"{name} is given more than one value"))
    if sum(each.path == application.path for each in every) > 1:
        raise Refused(finding(syntax, statement, "F-SEVERAL-APPS", "the module makes more than one application"))


@dataclass(slots=True)
class Planned:
    """The edits of one application, and what is to be told about it."""

    group: Group
    findings: list[Finding] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)


def _check_local_names(module: Module) -> None:
    """A name that one moved statement binds is local to the function, and so must not be the module's in another."""
    stays = [chunk for number, chunk in enumerate(module.chunks) if number not in module.moved]
    bound_by_module = {name for chunk in stays for name in names_bound_by(chunk)}
    for number in sorted(module.moved):
        clashing = names_bound_by(module.chunks[number]) & bound_by_module
        for other in sorted(module.moved - {number}):
            read = names_read(module.chunks[other].statements)
            if clashing & read and not names_bound_by(module.chunks[other]) >= clashing & read:
                statement = module.chunks[number].statement
                name = min(clashing & read)
                message = f"{name} is bound here and by the module, and other start-up statements read it"
                raise Refused(finding(module.syntax, statement, "F-REBOUND", message))


def _draft(project: Project, application: Application, options: Options, shared: frozenset[str]) -> Draft:
    own = application.syntax.scopes.module_scope.bindings
    factory = own_factory(project, application)
    shim = options.get("shim", True) is True and "__getattr__" not in own and factory is None
    terrain = terrain_of(project, application)
    _check_shared(project, application, terrain, shared, shim=shim)
    celery = celery_app(project, terrain)
    return Draft(
        project=project,
        application=application,
        terrain=terrain,
        shared=shared,
        factory=factory,
        shim=shim,
        celery=celery,
        home=_home(project, application, terrain, factory, celery),
        members={
            path: member_module(project, syntax, terrain.uses[path], celery)
            for path in (*terrain.members, *terrain.late)
            if (syntax := project.syntax(path)) is not None
        },
    )


def _check_shared(
    project: Project, application: Application, terrain: Terrain, shared: frozenset[str], *, shim: bool
) -> None:
    """A file may use two applications, if it is a script to all but one, whose modules make theirs when asked."""
    for path in (terrain.home, *terrain.members, *terrain.late, *terrain.consumers):
        is_script = path in terrain.consumers or _is_script_of_others(project, application, path)
        if path in shared and not (shim and is_script):
            node = terrain.uses[path][0].reference.node
            message = "another application is used here, too"
            raise Refused(finding(terrain.uses[path][0].syntax, node, "F-SEVERAL-APPS", message))


def _is_script_of_others(project: Project, application: Application, path: str) -> bool:
    """Whether no other application that a file uses imports the file itself."""
    graph = import_graph(project)
    for other in applications(project):
        if other.path == application.path or is_test_path(other.path):
            continue
        if any(use.path == path for use in uses(project, other)) and path in reached_from(graph, [other.path]):
            return False
    return True


def _home(
    project: Project,
    application: Application,
    terrain: Terrain,
    factory: ast.FunctionDef | None,
    celery: CeleryApp | None,
) -> Module:
    uses = uses_outside(terrain.uses[terrain.home], factory)
    line = application.statement.lineno
    return home_module(project, application.syntax, uses, application.names, line, _needy_elsewhere(terrain), celery)


def _needy_elsewhere(terrain: Terrain) -> frozenset[Object]:
    """The functions of other modules that use the application, and the classes that do when an instance is made."""
    found: set[Object] = set()
    for path in (*terrain.members, *terrain.late):
        for use in terrain.uses[path]:
            node = outermost_function(use.syntax, use.reference.node) if not use.at_import_time else None
            holder = use.syntax.scopes.parent(node) if node is not None else None
            if node is not None and isinstance(holder, ast.Module):
                found.add(FunctionObject(path, node.name))
            elif node is not None and isinstance(holder, ast.ClassDef) and node.name == "__init__":
                found.add(ClassObject(path, holder.name))
    return frozenset(found)


def _planned(draft: Draft) -> Planned:
    modules = [draft.home, *draft.members.values()]
    names = BoundNames(draft.project, draft.application, draft.terrain, draft.rewriting, draft.drops, draft.findings)
    for module in modules:
        names.check(module)
        _check_local_names(module)
    rewrite_functions(draft, modules)
    _rewrite_celery(draft)
    registrars = [registrar_of(draft, module) for module in draft.members.values() if module.has_pieces]
    moved = move_imports(draft.project, draft.terrain, draft.home, registrars)
    absorb_scripts(draft, moved)
    text = FileText(draft.home.source, draft.home.path, draft.home.chunks)
    write_home(draft, text, moved)
    for module in draft.members.values():
        write_member(draft, module, registrars)
    scripts = write_consumers(draft)
    _write_deployment(draft, scripts)
    return Planned(_group(draft, text), draft.findings, draft.next_steps)


def _write_deployment(draft: Draft, scripts: Sequence[str]) -> None:
    if draft.factory is not None:
        return  # whoever starts the application calls it already
    handed_on = [path for path in draft.members if hands_on(draft, path)]
    # What a script adds to its application, nothing else would have.
    wsgi = None if adding_scripts(draft) else wsgi_module(draft.project, draft.application, scripts)
    if wsgi is not None:
        draft.files.append(wsgi)
    path = wsgi.path if wsgi is not None else next((each for each in scripts if each.endswith("wsgi.py")), None)
    edits, findings = deployment_edits(draft.project, draft.application, handed_on, path)
    draft.rewriting.edits += edits
    draft.findings += findings


def _rewrite_celery(draft: Draft) -> None:
    """Tasks and functions get on without a Celery object at module level."""
    if draft.celery is None:
        return
    celery, own = draft.celery, draft.project.syntax(draft.celery.path)
    asking = asking_files(draft.project, draft.terrain, celery)
    if own is None or (asking and not (draft.shim and "__getattr__" not in own.scopes.module_scope.bindings)):
        message = f"{min(asking, default=celery.path)} needs {celery.name} under its name in the module"
        raise Refused(finding(draft.application.syntax, draft.application.statement, "F-SCRIPT", message))
    rewrite_tasks(celery, draft.rewriting)
    rewrite_reads(draft.project, celery, draft.rewriting)
    draft.rewriting.edits += signal_edits(celery)
    dropped = list(imports_to_drop(celery, asking))
    draft.drops += dropped
    worker = worker_module(draft.project, draft.application, draft.terrain, celery)
    if worker is not None:
        draft.files.append(worker)
        paths = [path for path, _, _ in dropped]
        draft.rewriting.edits += worker_command_edits(draft.project, celery, paths, worker.path)
        name = posixpath.basename(worker.path).removesuffix(".py")
        draft.next_steps.append(f"Start the workers with `celery -A {name} worker`, wherever that is not written here.")


def _group(draft: Draft, text: FileText) -> Group:
    statement = draft.application.statement
    edits = sorted({*draft.rewriting.edits, *text.edits()})
    sites = 1 + sum(len(uses) for uses in draft.terrain.uses.values())
    return Group(
        title=f"{draft.application.variable.name} is made by {FACTORY}()",
        path=draft.application.path,
        line=statement.lineno,
        edits=tuple(edits),
        imports=tuple(sorted(set(draft.rewriting.needs), key=str)),
        files=tuple(draft.files),
        statements=((draft.application.path, statement.lineno, statement.end_lineno or statement.lineno),),
        sites=sites,
        dropped_imports=tuple(ImportDrop(*each) for each in sorted(set(draft.drops))),
    )
