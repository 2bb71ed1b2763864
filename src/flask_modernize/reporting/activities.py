"""What ``list --why`` says: each migration of a library, what the project has of it, and whether it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Migration
from flask_modernize.reporting.plain import table
from flask_modernize.reporting.view import visible

if TYPE_CHECKING:
    from flask_modernize.planning.activity import Activity, Place

SCHEMA_VERSION = 1
SHOWN = 3
"""Different versions of one library that are shown in the table."""

Activities = Mapping[str, "Activity"]
"""By the ids of the migrations that have a library."""


def why_lines(migrations: Sequence[Migration], activities: Activities, configuration: Configuration) -> list[str]:
    """A table of the migrations of libraries, and the reason of each."""
    found = [(each.id, activities[each.id]) for each in migrations if each.id in activities]
    if not found:
        return ["No migration of a library is installed. The others run whatever versions are declared."]
    head = ("migration", "library", "declared", "locked", "needed", "active")
    cells = [head]
    for id, activity in found:
        cells.append(
            (
                id,
                activity.library.distribution,
                _versions(activity.declared),
                _versions(activity.locked),
                activity.needed or "none",
                _active(id, activity, configuration),
            )
        )
    reasons = [f"{id}: {visible(activity.reason)}." for id, activity in found]
    return [*table(cells), "", *reasons, "", "Migrations that are not listed run whatever versions are declared."]


def why_json(migrations: Sequence[Migration], activities: Activities, configuration: Configuration) -> str:
    """The same for programs, every migration included; documented in docs/json-schema.md."""
    entries = [
        {
            "id": each.id,
            "summary": each.summary,
            "runs": each.id in configuration.migrations,
            "library": _library(each.id, activities[each.id], configuration) if each.id in activities else None,
        }
        for each in migrations
    ]
    return json.dumps({"schema_version": SCHEMA_VERSION, "migrations": entries}, indent=2) + "\n"


def _library(id: str, activity: Activity, configuration: Configuration) -> dict[str, object]:
    return {
        "name": activity.library.distribution,
        "needed": activity.needed,
        "declared": [_place(place) for place in activity.declared],
        "locked": [_place(place) for place in activity.locked],
        "active": activity.active or id in configuration.asked,
        "reason": activity.reason,
    }


def _place(place: Place) -> dict[str, object]:
    declaration = place.declaration
    return {
        "name": declaration.written,
        "specifier": declaration.specifier,
        "path": place.file.path,
        "line": declaration.line,
    }


def _active(id: str, activity: Activity, configuration: Configuration) -> str:
    if activity.active:
        return "yes"
    return "asked for" if id in configuration.asked else "no"


def _versions(places: Sequence[Place]) -> str:
    """What is declared, each version once; ``any`` for a name without a version, ``-`` for nothing."""
    texts = dict.fromkeys(place.declaration.specifier or "any" for place in places)
    shown = list(texts)[:SHOWN]
    return visible(" | ".join([*shown, *(["..."] if len(texts) > SHOWN else [])])) or "-"
