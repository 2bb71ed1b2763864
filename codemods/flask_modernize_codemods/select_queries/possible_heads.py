"""Whether the text of a file has a place where a query may start: a file without one need not be parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.models import models
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.other_names import possible_names
from flask_modernize_codemods.select_queries.heads import TELLING, sounds_like_model
from flask_modernize_codemods.select_queries.hot_nodes import SPACE, any_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

_QUERY = re.compile(rb"\." + SPACE + rb"query\b")
_OWNER = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+\Z")
_MOST_BYTES = 100
"""Of a name in front of the dot."""
_TAKEN = re.compile(rb"(?:" + SPACE + rb"\))*" + SPACE + rb"(?:\(|\." + SPACE + any_of(TELLING) + rb"\b)")
"""What follows where a session is asked, or a query that is known by its method."""
_WORD = rb"[\w\x80-\xff]++"
_GIVEN = re.compile(
    rb"[ \t)]*+(?:[:,][^=\n(]*+)?=(?!=)[\s(\\]*+"
    + _WORD
    + rb"(?:"
    + SPACE
    + rb"\."
    + SPACE
    + _WORD
    + rb")*+(?![ \t]*[(\[])"
)
"""What follows a name that is given the meaning of another."""
_INSIDE = re.compile(rb"[\w.\x80-\xff]")
"""Before what is the end of a longer name, or an attribute."""
_AS = re.compile(rb"\bas[\s\\]+\Z")
_IMPORTED = re.compile(rb"[ \t]+import\b")


def may_have_heads(project: Project, path: str) -> bool:
    """Whether anything in the file may be a head, but for those of dynamic relationships.

    ``x.query`` is none where ``x`` is no model, and cannot be called so, and nothing tells a query of what follows.
    """
    data = project.content(path)
    for match in _QUERY.finditer(data):
        if _may_be_head(project, data, match):
            return True
    return path in _paths_of_lines(project)  # there it may be that of ``self``


def _may_be_head(project: Project, data: bytes, match: re.Match[bytes]) -> bool:
    if _IMPORTED.match(data, match.end()):
        return False
    if _TAKEN.match(data, match.end()):
        return True
    found = _OWNER.search(data, max(0, match.start() - _MOST_BYTES), match.start())
    if found is None or not found[0].isascii():
        return True
    owner = found[0].decode()
    # Names like those of classes are not looked at any further.
    if owner[0].isupper() or sounds_like_model(owner) or owner in _names_of_models(project):
        return True
    return _is_renamed(data, found[0])


def _is_renamed(data: bytes, name: bytes) -> bool:
    """Whether something else may be called ``name`` in the file; what a call gives is none."""
    place = data.find(name)
    while place >= 0:
        end = place + len(name)
        if not (place and _INSIDE.match(data, place - 1)) and (
            _GIVEN.match(data, end) or _AS.search(data, max(0, place - _MOST_BYTES), place)
        ):
            return True
        place = data.find(name, end)
    return False


@remembered_structure
def _names_of_models(project: Project) -> frozenset[str]:
    return possible_names(project, {cls.name for cls in models(project)})


@remembered_structure
def _paths_of_lines(project: Project) -> frozenset[str]:
    """The files with classes that are models, or that models inherit from."""
    lines = ((cls, *project.ancestors(cls)) for cls in models(project))
    return frozenset([each.path for line in lines for each in line if isinstance(each, ClassObject)])
