"""Whether a template only iterates a query, once: then a list does, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes

    from flask_modernize.project import Project

_MAX_TEMPLATES = 20


def iterated_once(project: Project, path: str, template: str, variable: str) -> bool:
    """Whether the template that ``path`` renders uses ``variable`` only as what one ``for`` loops over.

    That loop must run whenever the template is rendered (a query under an ``if`` may never be sent), and not several
    times. Templates that it extends or includes are looked at too.
    """
    loops = _loops(project, path, template, variable, set())
    return loops == 1


def _loops(project: Project, path: str, template: str, variable: str, seen: set[str]) -> int | None:
    """How many loops over the variable there are; None when it is used in any other way, or that cannot be told."""
    found = _find(project, path, template)
    if found is None or len(seen) >= _MAX_TEMPLATES:
        return None
    if found in seen:
        return 0
    seen.add(found)
    tree = _parse(project, found)
    if tree is None:
        return None
    count = _loops_in(tree, variable)
    for name in _others(tree):
        if count is None or name is None:
            return None
        inner = _loops(project, path, name, variable, seen)
        if inner is None:
            return None
        count += inner
    return count


def _find(project: Project, path: str, template: str) -> str | None:
    """The file of a template: the one below a ``templates`` directory that is nearest to the module."""
    ending = f"templates/{template}"
    found = [each for each in project.tree.paths if each == ending or each.endswith("/" + ending)]
    if not found:
        return None
    near = [(_shared(each, path), each) for each in found]
    best = max(place for place, _ in near)
    nearest = [each for place, each in near if place == best]
    return nearest[0] if len(nearest) == 1 else None


def _shared(path: str, other: str) -> int:
    count = 0
    for left, right in zip(path.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count


def _parse(project: Project, path: str) -> nodes.Template | None:
    from jinja2 import Environment, TemplateSyntaxError

    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"])
    try:
        return environment.parse(project.tree.read(path).decode())
    except (TemplateSyntaxError, UnicodeDecodeError, OSError, KeyError, ValueError):
        return None


def _others(tree: nodes.Template) -> list[str | None]:
    """The templates that see the same variables; None for a name that is computed."""
    from jinja2 import nodes

    found: list[str | None] = []
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if isinstance(node, (nodes.Import, nodes.FromImport)) and not node.with_context:
            continue
        name = node.template  # type: ignore[attr-defined]
        found.append(name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None)
    return found


def _loops_in(tree: nodes.Template, variable: str) -> int | None:
    from jinja2 import nodes

    loops = 0

    def visit(node: nodes.Node, certain: bool) -> bool:
        """Whether all uses of the variable at or below a node are loops that certainly run once."""
        nonlocal loops
        if isinstance(node, nodes.Name):
            return node.name != variable
        if isinstance(node, nodes.For):
            if isinstance(node.iter, nodes.Name) and node.iter.name == variable:
                loops += 1
                if not certain or node.recursive:
                    return False
            elif not visit(node.iter, certain):
                return False
            inner = [*node.body, *node.else_, *([node.test] if node.test is not None else [])]
            return all(visit(child, False) for child in inner)
        if isinstance(node, (nodes.If, nodes.Macro, nodes.CallBlock, nodes.CondExpr)):
            certain = False
        return all(visit(child, certain) for child in node.iter_child_nodes())

    return loops if visit(tree, True) else None
