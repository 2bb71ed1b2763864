"""The pins: Authlib is raised, and takes the place of the others where no code uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options, Plan

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_DEAD = {
    "Flask-OAuthlib": (b"flask_oauthlib", b"flask.ext.oauthlib"),
    "Flask-OAuth": (b"flask_oauth", b"flask.ext.oauth"),
}


def plan(project: Project, options: Options) -> Plan:
    """Changes of dependency files; nothing where the project declares none of these libraries."""
    from flask_modernize.project.dependencies import declared, normalised
    from flask_modernize.rules.pins import library, raise_pin, replace_package

    authlib = library("Authlib")
    names = declared(project)
    plans = [raise_pin(project, authlib)] if authlib.name in names else []
    for dead, words in _DEAD.items():
        if normalised(dead) in names and not any(_is_imported(project, word) for word in words):
            plans.append(replace_package(project, dead, authlib))
    return Plan(
        tuple(group for plan in plans for group in plan.groups),
        tuple(finding for plan in plans for finding in plan.findings),
        tuple(step for plan in plans for step in plan.next_steps),
    )


def _is_imported(project: Project, module: bytes) -> bool:
    return any(path.endswith(".py") for path in project.files_with(module))
