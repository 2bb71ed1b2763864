"""Several apps in one tree: files that they share, and groups of those that change the same files."""

from __future__ import annotations

from collections.abc import Sequence

from flask_modernize_codemods.blueprints.plans import LEAVE, RENAME, ProgramPlan


def settle_shared(plans: Sequence[ProgramPlan]) -> None:
    """Leaves the routes of apps that share a file with another app's; keeps the names of those that share a reference.

    One blueprint for the routes of two apps in one file would give each app the other one's routes, too.
    """
    for path, sharing in _files_of_several(plans).items():
        for plan in sharing:
            _keep_all(plan, f"another app has its routes in {path}, too")
    while True:
        demands: dict[tuple[str, int], set[tuple[int, str]]] = {}
        for number, plan in enumerate(plans):
            for reference, name in plan.references:
                demands.setdefault((reference.path, reference.offset), set()).add((number, name))
            kept = {
                each.endpoint for module in plan.modules.values() if module.mode != RENAME for each in module.routes
            }
            for reference in plan.names.references if plan.names is not None else ():
                if reference.value.removeprefix(".") in kept:
                    demands.setdefault((reference.path, reference.offset), set()).add((number, ""))
        clashing = {
            number
            for wanted in demands.values()
            if len({name for _, name in wanted}) > 1
            for number, name in wanted
            if name
        }
        if not clashing:
            return
        for number in clashing:
            _keep_all(plans[number])


def _files_of_several(plans: Sequence[ProgramPlan]) -> dict[str, list[ProgramPlan]]:
    """The files with routes of more than one app."""
    found: dict[str, list[ProgramPlan]] = {}
    for plan in plans:
        for path in sorted({module.path for module in plan.modules.values() if module.routes}):
            found.setdefault(path, []).append(plan)
    return {path: sharing for path, sharing in found.items() if len(sharing) > 1}


def _keep_all(
    plan: ProgramPlan, reason: str = "another app uses the same templates or code with other endpoint names"
) -> None:
    for module in plan.modules.values():
        if module.routes:
            module.mode = LEAVE
            first = module.routes[0]
            plan.find(first, "B-SHARED", reason)
    plan.references, plan.absolute, plan.prefixed, plan.renamed = [], [], [], {}


def connected(plans: Sequence[ProgramPlan]) -> list[list[ProgramPlan]]:
    """The apps by which of them change the same files."""
    together: list[tuple[set[str], list[ProgramPlan]]] = []
    for plan in plans:
        paths = {module.path for module in plan.changing} | {module.place.path for module in plan.changing}
        paths |= {reference.path for reference, _ in plan.references} | {each.path for each in plan.absolute}
        group = [plan]
        rest = []
        for other_paths, others in together:
            if paths & other_paths:
                paths |= other_paths
                group = [*others, *group]
            else:
                rest.append((other_paths, others))
        together = [*rest, (paths, group)]
    return [group for _, group in together]
