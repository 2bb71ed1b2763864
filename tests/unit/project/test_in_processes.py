"""Work on many files in several processes gives what it gives in one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flask_modernize.project import Project
from flask_modernize.project import project as project_module
from flask_modernize.sources import working_tree


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "a.py").write_text("import flask\n")
    return Project(working_tree(str(tmp_path)), jobs=2)


ITEMS = range(project_module.MIN_SHARED + 3)


def test_answers_come_in_order_and_from_other_processes(project: Project) -> None:
    answers = project.in_processes(lambda item: (item, os.getpid()), ITEMS)
    assert [item for item, _ in answers] == list(ITEMS)
    assert os.getpid() not in {process for _, process in answers}


def test_few_items_stay_here(project: Project) -> None:
    assert project.in_processes(lambda item: os.getpid(), ITEMS[:5]) == [os.getpid()] * 5


def test_what_work_raises_is_raised_here(project: Project) -> None:
    def work(item: int) -> int:
        return 1 // (item - 7)

    with pytest.raises(ZeroDivisionError):
        project.in_processes(work, ITEMS)


def test_what_a_process_dies_of_is_done_here(project: Project) -> None:
    here = os.getpid()

    def work(item: int) -> int:
        if item == 50 and os.getpid() != here:
            os._exit(3)
        return item

    assert project.in_processes(work, ITEMS) == list(ITEMS)


def test_a_changed_project_has_as_many_processes(project: Project) -> None:
    from flask_modernize.sources import Changes

    changed = project.with_changes(Changes([project.tree.delta("a.py", b"import os\n")]))
    assert os.getpid() not in changed.in_processes(lambda item: os.getpid(), ITEMS)
