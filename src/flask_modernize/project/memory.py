"""Answers about a whole project, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

Answer = TypeVar("Answer")
Subject = TypeVar("Subject")


def remembered(function: Callable[[Project], Answer]) -> Callable[[Project], Answer]:
    """Makes a function of a project answer from memory. A project never changes, so the answer does not either."""
    answers: WeakKeyDictionary[Project, Answer] = WeakKeyDictionary()

    @wraps(function)
    def answer(project: Project) -> Answer:
        if project not in answers:
            answers[project] = function(project)
        return answers[project]

    return answer


def remembered_about(function: Callable[[Project, Subject], Answer]) -> Callable[[Project, Subject], Answer]:
    """The same for a function of a project and of one thing in it, which must be hashable."""
    answers: WeakKeyDictionary[Project, dict[Subject, Answer]] = WeakKeyDictionary()

    @wraps(function)
    def answer(project: Project, about: Subject) -> Answer:
        known = answers.setdefault(project, {})
        if about not in known:
            known[about] = function(project, about)
        return known[about]

    return answer
