"""Functions that run without a context are given the application, where everything that calls them has one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.applications import is_test_path
from flask_modernize_codemods.app_factory.calls_from_scripts import Consumers
from flask_modernize_codemods.app_factory.contexts import (
    FunctionNode,
    NeedyFunction,
    has_context,
    inside_app_context,
    lacks_context,
    needy_functions,
    outermost_function,
    references_to,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.references import Reference
    from flask_modernize_codemods.app_factory.modules import Module
    from flask_modernize_codemods.app_factory.terrain import Terrain

Key = tuple[str, str]
"""Path and name of a module-level function."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A call of such a function. ``caller`` is the function that holds it, None at module level."""

    reference: Reference
    call: ast.Call
    caller: NeedyFunction | None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A function that uses the application, and what is known about it.

    ``why`` says why it has no context, empty when nothing speaks for that. ``sites`` are its calls, ``bare`` those at
    module level that are not in a context of the application; of ``__init__`` they are where instances are made.
    ``only_called``: it is not handed on as a value anywhere.
    """

    function: NeedyFunction
    why: str
    bare: tuple[Site, ...]
    sites: tuple[Site, ...]
    only_called: bool

    @property
    def key(self) -> Key:
        return self.function.syntax.path, self.function.name


class Giving:
    """Decides for every function whether it is given the application."""

    def __init__(self, project: Project, terrain: Terrain, modules: Mapping[str, Module], consumers: Consumers) -> None:
        self.project = project
        self.terrain = terrain
        self.consumers = consumers
        self.modules = modules
        self.tasks = frozenset[ast.AST]().union(*(module.tasks for module in modules.values()))
        self.cases = [self._case(each) for module in modules.values() for each in needy_functions(module)]
        self.given: dict[Key, Case] = {}
        for case in self.cases:
            self._decide(case)

    def _case(self, function: NeedyFunction) -> Case:
        sites: list[Site] = []
        only_called = True
        for reference in references_to(self.project, function):
            if reference.kind == "import":
                continue
            scopes = reference.syntax.scopes
            parent = scopes.parent(reference.node)
            if isinstance(parent, ast.Call) and parent.func is reference.node:
                node = outermost_function(reference.syntax, reference.node)
                caller = self._function(reference, node) if node is not None else None
                sites.append(Site(reference, parent, caller))
            else:
                only_called = False
        bare = [each for each in sites if each.caller is None and not inside_app_context(each.reference)]
        return Case(function, lacks_context(self.project, function), tuple(bare), tuple(sites), only_called)

    def bare_sites(self, case: Case) -> list[Site]:
        """The calls at module level, without a context, that lead to the function, straight or through others."""
        found: list[Site] = []
        waiting, seen = [case], {case.key}
        for each in waiting:
            found += each.bare
            for site in each.sites:
                caller = site.caller
                if caller is None or has_context(caller) or inside_app_context(site.reference):
                    continue
                if (site.reference.path, caller.name) in seen or is_test_path(site.reference.path):
                    continue
                seen.add((site.reference.path, caller.name))
                waiting.append(self._case_of(caller))
        return found

    def sites_in_tests(self, case: Case) -> list[Site]:
        """The calls in tests, without a context, that lead to the function, straight or through others."""
        found: list[Site] = []
        waiting, seen = [case], {case.key}
        for each in waiting:
            for site in each.sites:
                caller, path = site.caller, site.reference.path
                if is_test_path(path) or path in self.terrain.tests:
                    if not inside_app_context(site.reference) and not self.consumers.may_have_context(path):
                        found.append(site)
                elif caller is not None and not has_context(caller) and (path, caller.name) not in seen:
                    seen.add((path, caller.name))
                    if not inside_app_context(site.reference):
                        waiting.append(self._case_of(caller))
        return found

    def _function(self, reference: Reference, node: FunctionNode) -> NeedyFunction:
        method = not isinstance(reference.syntax.scopes.parent(node), ast.Module)
        return NeedyFunction(reference.syntax, node, node.name, method, (), node in self.tasks)

    def _decide(self, case: Case) -> None:
        if case.why or case.bare:
            needed = self._to_give(case, {})
            if needed is not None:
                self.given.update(needed)

    def _to_give(self, case: Case, found: dict[Key, Case]) -> dict[Key, Case] | None:
        """The function and all callers that must be given the application too; None when that cannot be done."""
        if case.key in found or case.key in self.given:
            return found
        if (
            not case.sites
            or not case.only_called
            or case.function.method
            or any(name == "app" for name in _parameters(case.function))
        ):
            return None
        if has_context(case.function) or case.function.node.decorator_list:
            return None
        found[case.key] = case
        for site in case.sites:
            if site.caller is None or site.reference.path not in self.modules:
                if not self._is_at_hand(site):
                    return None
            elif not self._runs_in_context(site.caller):
                caller = self._case_of(site.caller)
                if caller.function.method or self._to_give(caller, found) is None:
                    return None
        return found

    def _case_of(self, function: NeedyFunction) -> Case:
        for case in self.cases:
            if case.function.node is function.node:
                return case
        return self._case(function)

    def _runs_in_context(self, function: NeedyFunction) -> bool:
        case = self._case_of(function)
        return has_context(function) or not (case.why or case.bare)

    def _is_at_hand(self, site: Site) -> bool:
        """Whether a call at module level, or of a script, has the application under a name after the rewriting."""
        module = self.modules.get(site.reference.path)
        if module is not None:
            number = module.number_at(site.reference.node.lineno)
            return number in module.moved or (number in module.guards and module.creation >= 0)
        return self.consumers.application_at(site.reference) is not None

    def argument(self, site: Site) -> str:
        """What a call hands over."""
        path = site.reference.path
        module = self.modules.get(path)
        if module is None:
            found = self.consumers.application_at(site.reference)
            assert found is not None, "only functions whose callers all have it are given the application"
            return found
        if site.caller is None or (path, site.caller.name) in self.given:
            return module.local
        return "current_app._get_current_object()"


def _parameters(function: NeedyFunction) -> list[str]:
    arguments = function.node.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
