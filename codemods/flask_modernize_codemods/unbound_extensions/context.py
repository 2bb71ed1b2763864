"""What a bound instance does outside of an application context, kept where the project relies on it.

Flask-SQLAlchemy 2, Flask-Mail, Flask-Caching and Flask-Assets keep the app of the bound form and go by it where there
is no application context: at module level, in threads, in scripts and in tests.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.references import references
from flask_modernize.rewriting.edits import Edit
from flask_modernize_codemods.unbound_extensions.context_blocks import wrapped
from flask_modernize_codemods.unbound_extensions.context_uses import context_free_uses
from flask_modernize_codemods.unbound_extensions.sites import Site
from flask_modernize_codemods.unbound_extensions.statement import Refusal, text_of

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class Keeping:
    """``lines`` go below ``init_app``; ``edits`` are other places; a ``refusal`` means that it cannot be kept."""

    lines: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    remark: Refusal | None = None
    refusal: Refusal | None = None


def kept_context(project: Project, site: Site) -> Keeping:
    """What has to be added so that uses outside of an application context go on to work."""
    refusal = _member_of_bound(project, site)
    if refusal is not None:
        return Keeping(refusal=refusal)
    if not site.extension.row.fallback:
        return Keeping()
    found = sorted(context_free_uses(project, site), key=lambda use: (use.syntax.path, use.node.lineno))
    if not found:
        return Keeping()
    edits = wrapped(project, site, found)
    if edits is not None:
        return Keeping(edits=edits)
    first = found[0]
    assert site.app is not None
    attribute = f"{site.name}.{site.extension.row.fallback}"
    message = f"it is used outside of an application context; `{attribute}` keeps the app for that"
    return Keeping(
        lines=(f"{attribute} = {text_of(site.syntax.source, site.app)}",),
        remark=Refusal.at(first.syntax, first.node, "X-CONTEXT", message, site=False),
    )


_OWN_MEMBERS = frozenset({"init_app", "app", "datastore", "render_template", "send_mail"})


def _member_of_bound(project: Project, site: Site) -> Refusal | None:
    """A use of a member that an instance only has when it was given its app at once."""
    row = site.extension.row
    if not row.bound_only and not row.any_member_bound:
        return None
    for reference in references(project, site.variable) if site.named else ():
        parent = reference.syntax.scopes.parent(reference.node)
        if not isinstance(parent, ast.Attribute):
            continue
        if parent.attr in row.bound_only or (row.any_member_bound and parent.attr not in _OWN_MEMBERS):
            message = f"`{site.name}.{parent.attr}` ({reference.path}:{parent.lineno}) needs an instance with its app"
            since = f" before {row.distribution} 5" if row.any_member_bound else ""
            return Refusal.at(site.syntax, site.call, "X-VERSION", message + since)
    return None
