"""Golden cases with Celery: workers find the same tasks, settings and results, and views the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import golden_cases
import pytest

HERE = Path(__file__).parent
MORE = os.environ.get("FLASK_MODERNIZE_EXTENSIONS", str(HERE.parents[1] / ".venv-extensions"))


@dataclass(frozen=True, slots=True)
class Worker:
    """``before`` is the old word behind ``celery -A``; ``still``: it goes on working; ``calls`` are tasks."""

    case: str
    before: str
    flask: str
    calls: dict[str, list[object]] = field(default_factory=dict)
    still: bool = True


WORKERS = (
    Worker("celery_made_of_the_application", "app.celery", "app", {"app.add": [1, 2]}),
    Worker("celery_that_is_set_up_in_steps", "app.celery", "app", {"app.greet": ["Ann"], "double": ["x"]}),
    Worker("celery_with_tasks_in_other_modules", "proj.tasks.celery", "proj", {"proj.tasks.count": []}, still=False),
    Worker("celery_in_the_module_of_its_tasks", "tasks.celery", "server", {"tasks.reverse": ["abc"]}),
)


@pytest.mark.parametrize("worker", WORKERS, ids=lambda worker: worker.case)
def test_workers_and_views_do_the_same(worker: Worker, tmp_path: Path) -> None:
    if PathFinder.find_spec("celery", [MORE]) is None:
        pytest.skip("celery is not installed")
    (case,) = [each for each in golden_cases.cases() if each.id == f"app-factory/{worker.case}"]
    golden_cases.write_files(case.before(), tmp_path / "before")
    golden_cases.write_files(case.expected(), tmp_path / "after")
    before = report(tmp_path / "before", worker.before, f"{worker.flask}:app", worker.calls)
    assert before["worker"]["tasks"]
    words = ["make_celery", *([worker.before] if worker.still else [])]
    for word in words:
        assert report(tmp_path / "after", word, f"{worker.flask}:create_app", worker.calls) == before


def report(directory: Path, celery_word: str, flask_word: str, calls: dict[str, list[object]]) -> dict[str, Any]:
    command = [
        sys.executable,
        str(HERE / "celery_child.py"),
        str(directory),
        celery_word,
        flask_word,
        json.dumps(calls),
    ]
    environment = {**os.environ, "PYTHONPATH": MORE}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
