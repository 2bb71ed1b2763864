"""Answers about a whole project, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
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


class Knowing(Protocol):
    """Something that answers questions about one project, and comes to know more and more."""

    def news(self) -> dict[Any, Any]:
        """The answers that it came to know since it was last asked for news; what :mod:`pickle` takes."""

    def told(self, news: dict[Any, Any]) -> None:
        """Takes over the answers of its like in another process."""

    def lend(self, other: Any, touched: Collection[str]) -> None:
        """Gives what it knows to its like for a project in which the files of ``touched`` changed."""


Known = TypeVar("Known", bound=Knowing)


def remembered_knowledge(make: Callable[[Project], Known]) -> Callable[[Project], Known]:
    """The same for a function that makes something which comes to know more and more.

    What one comes to know in a forked process is told to that of the process that forked it. That of a project which
    changed knows what that of the one before did, for as long as :func:`structure_lent` lasts: changes that leave the
    structure as it is must not be able to change an answer.
    """
    answer, answers = _remembering(make)

    @wraps(make)
    def knowing(project: Project) -> Known:
        made = project not in answers
        found = answer(project)
        before, touched = _LENDERS.get(project, (None, ())) if made else (None, ())
        if before is not None and before in answers:
            answers[before].lend(found, touched)
        return found

    _KNOWING.append((knowing, answers))
    return knowing


_KNOWING: list[tuple[Callable[[Project], Knowing], WeakKeyDictionary[Project, Any]]] = []
_LENDERS: WeakKeyDictionary[Project, tuple[Project, Collection[str]]] = WeakKeyDictionary()


def news_of(project: Project) -> list[dict[Any, Any]]:
    """What has come to be known of a project since this was last asked for, in the order that :func:`tell` takes."""
    return [answers[project].news() if project in answers else {} for _, answers in _KNOWING]


def tell(project: Project, news: list[dict[Any, Any]]) -> None:
    """Takes over what another process came to know."""
    for (knowing, _), each in zip(_KNOWING, news, strict=True):
        if each:
            knowing(project).told(each)


@contextmanager
def structure_lent(before: Project, after: Project, touched: Collection[str]) -> Iterator[None]:
    """For as long as it lasts, ``after`` has the structure that ``before`` is known to have, on the lines of that one.

    It must be the same (:func:`flask_modernize.project.structure.likeness`), but for the files of ``touched``.
    """
    lent = [answers for answers in _OF_STRUCTURE if before in answers and after not in answers]
    for answers in lent:
        answers[after] = answers[before]
    lent += [answers for _, answers in _KNOWING if after not in answers]
    _LENDERS[after] = (before, touched)
    try:
        yield
    finally:
        del _LENDERS[after]
        for answers in lent:
            answers.pop(after, None)


_LASTING: list[tuple[Callable[[str], bool], WeakKeyDictionary[Project, Any]]] = []


def hand_on(before: Project, after: Project, touched: Collection[str]) -> None:
    """Gives a changed project what was found out about the one before, and is still so."""
    for concerned, answers in _LASTING:
        if before in answers and not any(map(concerned, touched)):
            answers[after] = answers[before]
