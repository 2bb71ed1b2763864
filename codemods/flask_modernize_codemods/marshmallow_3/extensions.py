"""The pins of marshmallow's extensions, which go with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options, Plan

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def plan(project: Project, options: Options) -> Plan:
    """Raises flask-marshmallow and marshmallow-sqlalchemy where marshmallow itself is not declared."""
    from flask_modernize.project.dependencies import declared
    from flask_modernize.rules.pins import library, raise_pin

    if "marshmallow" in declared(project):
        return Plan()
    found = [raise_pin(project, library(name)) for name in ("flask-marshmallow", "marshmallow-sqlalchemy")]
    return Plan(
        tuple(group for plan in found for group in plan.groups),
        tuple(finding for plan in found for finding in plan.findings),
        tuple(step for plan in found for step in plan.next_steps),
    )
