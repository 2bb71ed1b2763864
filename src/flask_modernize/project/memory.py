"""Answers about a whole project, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

Answer = TypeVar("Answer")


def remembered(function: Callable[[Project], Answer]) -> Callable[[Project], Answer]:
    """Makes a function of a project answer from memory. A project never changes, so the answer does not either."""
    answers: WeakKeyDictionary[Project, Answer] = WeakKeyDictionary()

    @wraps(function)
    def answer(project: Project) -> Answer:
        if project not in answers:
            answers[project] = function(project)
        return answers[project]

    return answer
