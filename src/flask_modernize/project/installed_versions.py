"""What is installed where the application runs: what its code really meets, whatever the project declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask_modernize.project.dependencies import is_pinned_below, normalised

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def installed_version(project: Project, name: str) -> str | None:
    """The version of a distribution; None where it is not installed, or nothing is known of the interpreter."""
    return project.installed.get(normalised(name))


def runs_below(project: Project, name: str, version: str, path: str | None = None) -> bool:
    """Whether the code at ``path`` runs on a version below ``version``: the installed one, else by what is declared."""
    from packaging.version import InvalidVersion, Version

    found = installed_version(project, name)
    if found is None:
        return is_pinned_below(project, name, version, path) is not None
    try:
        return Version(found) < Version(version)
    except InvalidVersion:
        return False


def unmet(installed: Mapping[str, str], requirements: Sequence[str]) -> tuple[str, ...]:
    """The requirements (PEP 508) that an installed distribution does not meet: "SQLAlchemy>=1.4.24 (1.3.24 is
    installed)".

    One that is not installed at all is none of them.
    """
    from packaging.requirements import Requirement

    found = []
    for text in requirements:
        requirement = Requirement(text)
        version = installed.get(normalised(requirement.name))
        if version is not None and not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{requirement} ({version} is installed)")
    return tuple(found)
