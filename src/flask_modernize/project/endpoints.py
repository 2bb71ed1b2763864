"""Endpoint names: the literals that name an endpoint, in Python and in templates, and the places that compute one.

A literal is followed backwards from where Flask takes an endpoint (``url_for``, ``login_view``, a comparison with
``request.endpoint`` ...) through variables, parameters of functions and macros, loops and containers. What cannot be
followed is `Unknown`, with what is known about the names that it may give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.endpoint_references import EndpointReference, Unknown
from flask_modernize.project.endpoint_takers import PythonFlow

if TYPE_CHECKING:
    from flask_modernize.project.programs import Program
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class EndpointNames:
    """All that a program says about endpoints by name, sorted."""

    references: tuple[EndpointReference, ...]
    unknown: tuple[Unknown, ...]
    endings: tuple[Unknown, ...]
    """Where the endpoint of the request is asked how it ends: fine as long as no endpoint ends with another's name."""


def endpoint_names(project: Project, program: Program) -> EndpointNames:
    """The literals that name endpoints in the files of a program, and the places that cannot be followed."""
    flow = PythonFlow(project, program)
    flow.run()
    return EndpointNames(
        tuple(sorted(flow.references.values())), tuple(sorted(flow.unknown)), tuple(sorted(flow.endings))
    )
