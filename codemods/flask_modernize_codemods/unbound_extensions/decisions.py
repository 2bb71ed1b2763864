"""Decides for every extension of an app: does its instance move, is it unbound where it is, or left alone?"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.rewriting.whole_statements import shares_lines
from flask_modernize_codemods.unbound_extensions.arguments import Division, divided, loses_comments
from flask_modernize_codemods.unbound_extensions.context import Keeping, kept_context
from flask_modernize_codemods.unbound_extensions.extensions_module import usual_path
from flask_modernize_codemods.unbound_extensions.placement import place_of_init_app
from flask_modernize_codemods.unbound_extensions.sites import Site
from flask_modernize_codemods.unbound_extensions.statement import Refusal, text_of
from flask_modernize_codemods.unbound_extensions.surroundings import Import, Surroundings

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A site that is rewritten; ``imports`` is None for an instance that stays in its module."""

    site: Site
    division: Division
    imports: frozenset[Import] | None
    class_name: str
    place: ast.stmt
    keeping: Keeping
    shares: bool = False
    """Whether another script makes the same instance, which the extensions module then has once for both."""

    @property
    def moves(self) -> bool:
        return self.imports is not None


class Decisions:
    """The extensions of the apps of the module at ``home``: ``moves`` in order, and why others are left alone."""

    def __init__(self, project: Project, home: str, sites: Iterable[Site]) -> None:
        self._project = project
        self._home = home
        self.moves: list[Move] = []
        self.refusals: list[Refusal] = []
        for site in sites:
            self._decide(site)

    def _decide(self, site: Site) -> None:
        surroundings = Surroundings(self._project, site.syntax, self._home)
        division = divided(site, lambda node: surroundings.imports_for(node) is not None)
        if isinstance(division, Refusal):
            self.refusals.append(division)
            return
        place, keeping = self._binding(site, division)
        if isinstance(place, Refusal):
            self.refusals.append(place)
            return
        if keeping.remark is not None:
            self.refusals.append(keeping.remark)
        found = self._imports(site, division, surroundings, place if site.bound else None)
        if not isinstance(found, str):
            move = Move(site, division, *found, place, keeping)
            self.moves.append(replace(move, shares=self._twin(site) is not None))
        elif site.bound:
            self._stays(Move(site, division, frozenset(), "", place, keeping), found)

    def _stays(self, move: Move, why: str) -> None:
        remark, unbound = stays(move, why)
        self.refusals.append(remark)
        self.moves.append(unbound)

    def _binding(self, site: Site, division: Division) -> tuple[ast.stmt | Refusal, Keeping]:
        """Where ``init_app`` goes and what goes with it."""
        if not site.bound:
            return site.statement, Keeping()
        if loses_comments(site, division):
            message = "a comment between the arguments would be lost"
            return Refusal.at(site.syntax, site.call, "X-ARGUMENTS", message), Keeping()
        keeping = kept_context(self._project, site)
        place = place_of_init_app(self._project, site)
        return place if keeping.refusal is None or isinstance(place, Refusal) else keeping.refusal, keeping

    def _moved(self) -> list[Move]:
        return [each for each in self.moves if each.moves]

    def _imports(
        self, site: Site, division: Division, surroundings: Surroundings, place: ast.stmt | None
    ) -> tuple[frozenset[Import], str] | str:
        """The imports that the instance needs in the extensions module with the name of its class there; or why not.

        ``place`` is where ``init_app`` will be called; the statement goes where that is elsewhere, or None.
        """
        if site.path == usual_path(self._home):
            return "that is the extensions module already"
        taken = self._name_taken(site)
        if taken:
            return taken
        if shares_lines(site.syntax, site.statement) and place is not site.statement:
            return "other statements stand on its line"
        cls = surroundings.class_import(site)
        if cls is None:
            return f"the class {site.extension.name} cannot be imported from elsewhere"
        imports = {cls[0]}
        nodes = [each.node for each in division.constructor]
        annotation = own_annotation(site)
        if annotation is not None:
            nodes.append(annotation)
        for node in nodes:
            needed = surroundings.imports_for(node)
            if needed is None:
                return f"`{_short(text_of(site.syntax.source, node))}` cannot be worked out in another module"
            imports |= needed
        bound = {each.bound: each for move in self._moved() for each in move.imports or ()}
        if any(each.bound in bound and bound[each.bound] != each for each in imports):
            return "another extension needs a different import of the same name"
        return frozenset(imports), cls[1]

    def _name_taken(self, site: Site) -> str:
        if any(move.site.name == site.name for move in self._moved()) and self._twin(site) is None:
            return f"another extension is called {site.name}"
        above = [
            each
            for each in site.syntax.scopes.module_scope.bindings.get(site.name, ())
            if getattr(each.node, "lineno", 0) < site.statement.lineno
        ]
        if not above:
            return "" if not site.named or not _declared_global(site) else f"a function assigns {site.name}"
        if not site.named or len(above) > 1 or above[0].kind != "import" or _used_above(site):
            return f"{site.name} means something else above"
        return ""

    def _twin(self, site: Site) -> Move | None:
        """The same instance made by another script, none of them a part of the app."""
        for move in self._moved():
            other = move.site
            same = other.name == site.name and other.extension == site.extension and site.named
            if same and site.path not in (other.path, self._home) and other.path != self._home:
                texts = [text_of(each.syntax.source, each.statement) for each in (site, other)]
                return move if texts[0] == texts[1] else None
        return None


def stays(move: Move, why: str) -> tuple[Refusal, Move]:
    """The move of an instance that is unbound where it is, and the remark that says why."""
    site = move.site
    message = f"{site.name} stays in its module: {why}"
    remark = Refusal.at(site.syntax, site.call, "X-IN-PLACE", message, site=False)
    return remark, replace(move, imports=None, class_name=text_of(site.syntax.source, site.call.func))


def own_annotation(site: Site) -> ast.expr | None:
    """The annotation of the instance where it is more than the name of its class."""
    if not isinstance(site.statement, ast.AnnAssign):
        return None
    annotation = site.statement.annotation
    source = site.syntax.source
    return None if text_of(source, annotation) == text_of(source, site.call.func) else annotation


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}..."


def _declared_global(site: Site) -> bool:
    return site.name in site.syntax.scopes.global_bindings()


def _used_above(site: Site) -> bool:
    """Whether the name is used above the constructor while the module is imported, but by the constructor itself."""
    own = {id(node) for node in ast.walk(site.call.func)}
    for node in site.syntax.scopes.nodes():
        if (
            isinstance(node, ast.Name)
            and node.id == site.name
            and id(node) not in own
            and isinstance(node.ctx, ast.Load)
        ):
            function = site.syntax.scopes.enclosing_function(node)
            if function is None and node.lineno <= site.statement.lineno:
                return True
    return False
