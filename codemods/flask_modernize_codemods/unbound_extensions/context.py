"""What a bound instance does outside of an application context, kept where the project relies on it.

Flask-SQLAlchemy 2, Flask-Mail, Flask-Caching and Flask-Assets keep the app of the bound form and go by it where there
is no application context: at module level, in threads, in scripts and in tests.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.references import Reference, references
from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.whole_statements import below
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
    members = _members_of_bound(project, site)
    if isinstance(members, Refusal):
        return Keeping(refusal=members)
    if members:
        return Keeping(edits=members)
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


def _members_of_bound(project: Project, site: Site) -> tuple[Edit, ...] | Refusal:
    """Uses of members that an instance only has when it was given its app at once, written so that they need no such.

    A refusal where one cannot be.
    """
    row = site.extension.row
    if not row.bound_only and not row.any_member_bound:
        return ()
    edits: list[Edit] = []
    for reference in references(project, site.variable) if site.named else ():
        parent = reference.syntax.scopes.parent(reference.node)
        if not isinstance(parent, ast.Attribute):
            continue
        if parent.attr in row.bound_only or (row.any_member_bound and parent.attr not in _OWN_MEMBERS):
            called = _called_on_state(site, reference, parent) if row.any_member_bound else None
            if called is None:
                where = f"{reference.path}:{parent.lineno}"
                message = f"`{site.name}.{parent.attr}` ({where}) needs an instance with its app"
                since = f" before {row.distribution} 5" if row.any_member_bound else ""
                return Refusal.at(site.syntax, site.call, "X-VERSION", message + since)
            edits += called
    return tuple(edits)


def _called_on_state(site: Site, reference: Reference, member: ast.Attribute) -> tuple[Edit, ...] | None:
    """``@security.context_processor`` as a call on ``app.extensions["security"]``, which every version has, below.

    None where it is not the only decorator of a function of the app's own module.
    """
    syntax = site.syntax
    function = reference.syntax.scopes.parent(member)
    if reference.path != site.application.path or site.path != reference.path or site.app is None:
        return None
    if not isinstance(function, ast.FunctionDef) or function.decorator_list != [member]:
        return None
    if not isinstance(syntax.scopes.parent(function), ast.Module) or member.lineno == function.lineno:
        return None
    source = syntax.source
    quote = "'" if source.data.count(b"'") > source.data.count(b'"') else '"'
    key = f"{quote}{site.extension.row.instance}{quote}"
    text = f"{text_of(source, site.app)}.extensions[{key}].{member.attr}({function.name})"
    start, end = source.line_span(member.lineno)[0], source.line_span(function.lineno)[0]
    if source.text(start, end).strip() != f"@{text_of(source, member)}":
        return None  # a comment stands there
    return (Edit(syntax.path, start, end, b""), below(syntax, function, [text]))
