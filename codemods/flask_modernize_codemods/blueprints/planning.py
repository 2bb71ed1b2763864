"""Plans ``blueprints`` for a project: program by program, each as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options, Plan
from flask_modernize.project.applications import is_test_path, uses
from flask_modernize.project.programs import Program, programs
from flask_modernize_codemods.blueprints.emission import group_of
from flask_modernize_codemods.blueprints.modules import Modules
from flask_modernize_codemods.blueprints.plans import RENAME, ProgramPlan
from flask_modernize_codemods.blueprints.renaming import Renaming
from flask_modernize_codemods.blueprints.sharing import connected, settle_shared
from flask_modernize_codemods.blueprints.splitting import split

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_programs(project: Project, options: Options) -> Plan:
    """The edits and findings of every app of the project; apps of tests are left out."""
    wanted = [program for program in programs(project) if not is_test_path(program.application.path)]
    plans: list[ProgramPlan] = []
    for program in wanted:
        made = {path for plan in plans for path in plan.new_paths}
        plans.append(plan_of(project, program, options, frozenset(made)))
    settle_shared(plans)
    groups = [group for together in connected(plans) if (group := group_of(project, together)) is not None]
    return Plan(tuple(groups), tuple(sorted({finding for plan in plans for finding in plan.findings})))


def plan_of(project: Project, program: Program, options: Options, claimed: frozenset[str] = frozenset()) -> ProgramPlan:
    """What becomes of one app; ``claimed`` are files that others make."""
    if not options.get("split"):
        return _planned(project, program, options)
    plan = _planned(project, program, options, claimed, is_split=True)
    sources = {part.source for part in plan.parts}
    concerned = [each for each in plan.modules.values() if each.part is not None or each.path in sources]
    if sources and all(each.mode == RENAME for each in concerned):
        return plan
    whole = _planned(project, program, options)
    whole.findings |= {finding for finding in plan.findings if finding.code == "B-SPLIT"}
    return whole


def _planned(
    project: Project,
    program: Program,
    options: Options,
    claimed: frozenset[str] = frozenset(),
    *,
    is_split: bool = False,
) -> ProgramPlan:
    plan = ProgramPlan(program, uses(project, program.application), claimed)
    Modules(project, plan).run()
    if is_split:
        split(project, plan)
    if any(module.routes for module in plan.modules.values()):
        Renaming(project, plan, options).run()
    return plan
