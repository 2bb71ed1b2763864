"""Which endpoint names change, and which literals change with them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options
from flask_modernize.project.endpoint_nodes import argument_of
from flask_modernize.project.endpoint_references import EndpointReference, Unknown
from flask_modernize.project.endpoints import endpoint_names
from flask_modernize_codemods.blueprints.naming import existing_endpoints
from flask_modernize_codemods.blueprints.plans import KEEP, LEAVE, RENAME, ModulePlan, ProgramPlan
from flask_modernize_codemods.blueprints.registrations import is_outermost
from flask_modernize_codemods.blueprints.relative_names import CLASS, ELSEWHERE, VIEW, contexts_of

if TYPE_CHECKING:
    from flask_modernize.project import Project


class Renaming:
    """Decides for each module of a plan whether its endpoints change their names."""

    def __init__(self, project: Project, plan: ProgramPlan, options: Options) -> None:
        self.project = project
        self.plan = plan
        self.program = plan.program
        self.options = options
        self.others = existing_endpoints(project, plan.program.modules)

    def run(self) -> None:
        """Decides which modules keep their endpoint names."""
        plan = self.plan
        plan.names = endpoint_names(self.project, self.program)
        if self.options.get("endpoints") == "keep" or self._has_own_delimiters():
            self._keep(plan.modules.values())
        while True:
            plan.renamed = self._renamed()
            kept = set(self._kept_by_unknown()) | set(self._kept_by_references())
            if not kept:
                break
            self._keep(plan.modules[path] for path in kept)
        for module in plan.modules.values():
            if module.mode == KEEP and not self._can_keep(module):
                module.mode = LEAVE

    def _keep(self, modules: Iterable[ModulePlan]) -> None:
        for module in modules:
            if module.routes and module.mode == RENAME:
                module.mode = KEEP

    def _renamed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for module in self.plan.modules.values():
            if module.mode == RENAME:
                found.update({each.endpoint: module.name for each in module.routes})
        return found

    def _module_of(self, endpoint: str) -> Iterator[str]:
        for module in self.plan.modules.values():
            if module.mode == RENAME and any(each.endpoint == endpoint for each in module.routes):
                yield module.path

    def _kept_by_unknown(self) -> Iterator[str]:
        """The modules whose endpoints a computed name may mean; where a prefix will do, it is noted."""
        plan = self.plan
        assert plan.names is not None
        plan.prefixed = []
        others = existing_endpoints(self.project, self.program.modules) | {
            each.endpoint for module in plan.modules.values() if module.mode != RENAME for each in module.routes
        }
        for unknown in (*plan.names.unknown, *self._bad_endings(), *self._views_given_later()):
            hit = [endpoint for endpoint in plan.renamed if unknown.may_be(endpoint)]
            if not hit:
                continue
            blueprints = {plan.renamed[endpoint] for endpoint in hit}
            if unknown.can_be_prefixed and len(blueprints) == 1 and not any(unknown.may_be(each) for each in others):
                plan.prefixed.append((unknown, next(iter(blueprints))))
                continue
            self.plan.find_at(unknown, "B-COMPUTED-ENDPOINT", unknown.message)
            for endpoint in hit:
                yield from self._module_of(endpoint)

    def _views_given_later(self) -> Iterator[Unknown]:
        """``@app.endpoint("name")``: the view of a rule that is made elsewhere."""
        for use in self.plan.uses:
            if use.method == "endpoint" and use.call is not None:
                value = argument_of(use.call, 0, "endpoint")
                known = isinstance(value, ast.Constant) and isinstance(value.value, str)
                pattern = re.escape(value.value) if known else ".*"  # type: ignore[union-attr]
                source = use.syntax.source
                line, column = source.position(source.offset(use.call.lineno, use.call.col_offset))
                yield Unknown(use.path, line, column, "app.endpoint() gives the view of the rule", pattern)

    def _bad_endings(self) -> Iterator[Unknown]:
        """Questions how an endpoint ends that would be answered otherwise."""
        plan = self.plan
        assert plan.names is not None
        others = existing_endpoints(self.project, self.program.modules)
        every = {*plan.renamed, *others}
        clash = any(a != b and a.endswith(b) for a in every for b in plan.renamed) or bool(others & plan.renamed.keys())
        if clash:
            yield from plan.names.endings

    def _kept_by_references(self) -> Iterator[str]:
        plan = self.plan
        assert plan.names is not None
        plan.references, plan.absolute = [], []
        others = existing_endpoints(self.project, self.program.modules)
        for reference in plan.names.references:
            name = reference.value.removeprefix(".")
            if name not in plan.renamed:
                if plan.renamed and reference.value.startswith("."):
                    yield from self._made_absolute(reference, name, others)
                continue
            doubt = reference.doubt
            if len(set(self._module_of(name))) > 1:
                doubt = f"which {name!r} is meant depends on the request"
            elif reference.value.startswith("."):
                meaning = self._relative(reference, name, others)
                if meaning == CLASS:
                    continue
                doubt = doubt or ("" if meaning == VIEW else f"which {name!r} is meant depends on the request")
            if doubt:
                line, column = position_in(self.project, reference.path, reference.offset)
                place = Unknown(reference.path, line, column, doubt)
                self.plan.find_at(place, "B-COMPUTED-ENDPOINT", f"{name!r} is an endpoint here, and {doubt}")
                yield from self._module_of(name)
            else:
                plan.references.append((reference, plan.renamed[name]))

    def _made_absolute(self, reference: EndpointReference, name: str, others: Collection[str]) -> Iterator[str]:
        """``.static`` means the app's, as long as the request has no blueprint; it loses its dot."""
        meaning = self._relative(reference, name, [each for each in others if each != name])
        if meaning == VIEW and not reference.doubt:
            self.plan.absolute.append(reference)
        elif meaning == ELSEWHERE and name in self._own_endpoints():
            doubt = f"which {reference.value!r} is meant depends on the request"
            line, column = position_in(self.project, reference.path, reference.offset)
            self.plan.find_at(Unknown(reference.path, line, column, doubt), "B-COMPUTED-ENDPOINT", f"here {doubt}")
            for endpoint in self.plan.renamed:
                yield from self._module_of(endpoint)

    def _own_endpoints(self) -> set[str]:
        """The endpoints of the app that keep their names."""
        kept = (module for module in self.plan.modules.values() if module.mode != RENAME)
        return {"static", *(each.endpoint for module in kept for each in module.routes)}

    def _relative(self, reference: EndpointReference, name: str, others: Collection[str]) -> str:
        """``view``: a relative name means the app's endpoint; ``class``: it goes on meaning what it means."""
        routes = [each for module in self.plan.modules.values() for each in module.routes]
        contexts = contexts_of(self.project, self.program, reference.path, reference.offset, routes)
        kinds = {kind for kind, _ in contexts}
        if kinds == {VIEW} or (not self.plan.has_blueprints and name not in others):
            return VIEW
        home = set(self._module_of(name))
        if contexts and kinds <= {VIEW, CLASS} and {path for kind, path in contexts if kind == VIEW} <= home:
            return CLASS
        return ELSEWHERE

    def _has_own_delimiters(self) -> bool:
        words = (b"variable_start_string", b"block_start_string", b"line_statement_prefix", b"comment_start_string")
        for path in self.program.modules:
            data = self.project.tree.read(path)
            for word in words:
                if word in data:
                    line = data[: data.index(word)].count(b"\n") + 1
                    message = f"the app sets {word.decode()}"
                    self.plan.find_at(Unknown(path, line, 1, message), "B-TEMPLATE-SYNTAX", message)
                    return True
        return False

    def _can_keep(self, module: ModulePlan) -> bool:
        """Whether all routes of a module can be registered by a function below them."""
        possible = True
        for each in module.routes:
            if not is_outermost(each.use) and each.use.role == "decorator":
                self.plan.find(each, "B-DECORATED", "the route has decorators above it")
                possible = False
            elif (
                each.use.role == "decorator"
                and not isinstance(each.use.decorated, ast.FunctionDef | ast.AsyncFunctionDef)
            ) or each.use.statement is not (each.use.decorated or each.use.statement):
                possible = False
        return possible


def position_in(project: Project, path: str, offset: int) -> tuple[int, int]:
    """1-based line, and column in characters, of a byte offset of any file."""
    data = project.tree.read(path)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1
