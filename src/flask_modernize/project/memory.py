"""Answers about a whole project, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

Answer = TypeVar("Answer")
Subject = TypeVar("Subject")


def _remembering(
    function: Callable[[Project], Answer],
) -> tuple[Callable[[Project], Answer], WeakKeyDictionary[Project, Answer]]:
    """A function that answers from memory, and the memory."""
    answers: WeakKeyDictionary[Project, Answer] = WeakKeyDictionary()

    @wraps(function)
    def answer(project: Project) -> Answer:
        if project not in answers:
            answers[project] = function(project)
        return answers[project]

    return answer, answers


def remembered(function: Callable[[Project], Answer]) -> Callable[[Project], Answer]:
    """Makes a function of a project answer from memory. A project never changes, so the answer does not either."""
    return _remembering(function)[0]


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


def remembered_for(
    concerned: Callable[[str], bool],
) -> Callable[[Callable[[Project], Answer]], Callable[[Project], Answer]]:
    """The same for a function that looks at nothing but the files whose paths are ``concerned``.

    Its answer stays good for a changed project where none of these files was touched.
    """

    def remember(function: Callable[[Project], Answer]) -> Callable[[Project], Answer]:
        answer, answers = _remembering(function)
        _LASTING.append((concerned, answers))
        return answer

    return remember


def remembered_structure(function: Callable[[Project], Answer]) -> Callable[[Project], Answer]:
    """The same for a function that only tells of a program's structure, see :func:`structure_lent`."""
    answer, answers = _remembering(function)
    _OF_STRUCTURE.append(answers)
    return answer


_OF_STRUCTURE: list[WeakKeyDictionary[Project, Any]] = []


@contextmanager
def structure_lent(before: Project, after: Project) -> Iterator[None]:
    """For as long as it lasts, ``after`` has the structure that ``before`` is known to have, on the lines of that one.

    It must be the same (:func:`flask_modernize.project.structure.new_names`).
    """
    lent = [answers for answers in _OF_STRUCTURE if before in answers and after not in answers]
    for answers in lent:
        answers[after] = answers[before]
    try:
        yield
    finally:
        for answers in lent:
            del answers[after]


_LASTING: list[tuple[Callable[[str], bool], WeakKeyDictionary[Project, Any]]] = []


def hand_on(before: Project, after: Project, touched: Collection[str]) -> None:
    """Gives a changed project what was found out about the one before, and is still so."""
    for concerned, answers in _LASTING:
        if before in answers and not any(map(concerned, touched)):
            answers[after] = answers[before]
