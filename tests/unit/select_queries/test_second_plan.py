"""A plan of a program that was planned before: it looks at little, and finds all that a plan of its own would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask_modernize_codemods.select_queries import MIGRATION, planning

from flask_modernize.planning.composition import in_order
from flask_modernize.planning.contract import Edit, Group, Options, Plan
from flask_modernize.planning.planner import _import_editor
from flask_modernize.planning.settling import Settling
from flask_modernize.planning.stopwatch import Stopwatch
from flask_modernize.project import Project
from flask_modernize.project.objects import FunctionObject
from flask_modernize.sources import Changes
from flask_modernize.testing.golden import GoldenCase, golden_cases

OPTIONS: Options = {option.name: option.default for option in MIGRATION.options}
CASES = golden_cases(Path(__file__).parents[2] / "golden" / "select-queries", MIGRATION)
MODELS = """\
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)
"""


class Seen:
    """A second plan, what a plan of the same program from scratch has, and the files that the second one followed."""

    def __init__(self, plan: Plan, scratch: Plan, followed: list[str], alike: bool) -> None:
        self.groups = [_told(group) for group in plan.groups]
        self.expected = [_told(group) for group in scratch.groups]
        self.followed = followed
        self.alike = alike


def _told(group: Group) -> tuple[str, str, tuple[Edit, ...]]:
    return group.path, group.title, group.edits


def second(before: Project, changes: Changes, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The program is planned, changed, and planned again for the files that changed."""
    planning.plan_files(before, OPTIONS, None)
    after = before.with_changes(changes)
    paths = frozenset(changes.paths)
    followed: list[str] = []
    follow = planning._Planner._follow

    def watched(planner: planning._Planner, path: str) -> planning._File | None:
        followed.append(path)
        return follow(planner, path)

    with monkeypatch.context() as patched, after.as_changed_from(before, paths):
        patched.setattr(planning._Planner, "_follow", watched)
        plan = planning.plan_files(after, OPTIONS, paths)
        alike = after.likeness is not None
    assert after.likeness is None
    return Seen(plan, planning.plan_files(Project(after.tree), OPTIONS, paths), followed, alike)


def rewritten(project: Project, chosen: random.Random | None = None) -> Changes:
    """What the groups of a plan make of the program, or some of them."""
    groups = in_order(planning.plan_files(project, OPTIONS, None).groups)
    numbers = [number for number in range(len(groups)) if chosen is None or chosen.random() < 0.5]
    settling = Settling(project, groups, lambda *_: Plan(), _import_editor(project, groups, 0), Stopwatch())
    composed, _ = settling._compose(numbers)
    assert composed is not None
    return composed.changes


def project_of(case: GoldenCase) -> Project:
    return Project.from_files(case.before())


def changes_of(project: Project, files: Mapping[str, str]) -> Changes:
    return Changes([project.tree.delta(path, text.encode()) for path, text in files.items()])


def seen(views: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch, **others: str) -> Seen:
    files = {"models.py": MODELS, "views.py": views, **{f"{name}.py": text for name, text in others.items()}}
    assert old in views
    before = Project.from_files(files)
    return second(before, changes_of(before, {"views.py": views.replace(old, new)}), monkeypatch)


# -- all that it finds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.directory.name)
def test_it_finds_what_a_plan_from_scratch_finds(case: GoldenCase, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (None, 1, 2):
        project = project_of(case)
        changes = rewritten(project, random.Random(number) if number is not None else None)
        found = second(project, changes, monkeypatch)
        assert found.groups == found.expected


def test_some_of_these_have_something_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.from_files({"models.py": MODELS, "views.py": VIEWS})
    found = second(project, rewritten(project, random.Random(1)), monkeypatch)
    assert found.alike
    assert 0 < len(found.groups) < len(planning.plan_files(project, OPTIONS, None).groups)
    assert found.groups == found.expected


VIEWS = """\
from models import User


def one():
    return User.query.get(1)


def two():
    return User.query.all()


def three():
    return User.query.count()


def odd():
    return User.query.union(User.query).all()


def none():
    return 0
"""


def test_a_file_without_queries_in_what_changed_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.from_files({"models.py": MODELS, "views.py": VIEWS})
    found = second(project, rewritten(project), monkeypatch)
    assert found.alike
    assert found.followed == []
    assert found.groups == found.expected == []


@pytest.mark.parametrize(
    ("old", "new", "groups", "followed"),
    [
        ("return 0", "return 1", 3, True),
        ("return 0", "return User.query.first()", 4, True),
        ("return User.query.all()", "users = User.query.all()\n    return [*users]", 3, True),
        ("User.query.union(User.query)", "User.query", 4, True),
    ],
)
def test_what_is_left_to_do(old: str, new: str, groups: int, followed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(VIEWS, old, new, monkeypatch)
    assert found.alike
    assert bool(found.followed) == followed
    assert found.groups == found.expected
    assert len(found.groups) == groups


REFUSED = """\
import models


def odd():
    return models.User.query.union(models.User.query).all()


def none():
    return 0
"""


@pytest.mark.parametrize(
    ("old", "new", "followed"),
    [
        ("return 0", "return 1", []),
        ("import models\n", "import models\nimport other\n", []),
        ("def odd():", "def odd():\n    # so", ["views.py"]),
        ("import models\n\n", "import models\nimport abc\n\n", []),
    ],
)
def test_a_refusal_that_stays(old: str, new: str, followed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(REFUSED, old, new, monkeypatch)
    assert found.alike
    assert found.followed == followed
    assert found.groups == found.expected == []


def test_a_new_name_may_be_meant_where_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    views = "import models\n\n\ndef all_of():\n    return User.query.all()\n"
    found = seen(views, "import models\n", "import models\nfrom models import User\n", monkeypatch)
    assert found.alike
    assert len(found.groups) == 1
    assert found.groups == found.expected


def test_a_name_collision_may_be_over(monkeypatch: pytest.MonkeyPatch) -> None:
    views = """\
from models import User


def all_of(db):
    return User.query.all()


def none(db):
    return 0
"""
    # Only where the parameter is gone there is a name for the session.
    files = {"models.py": MODELS, "views.py": views}
    before = Project.from_files(files)
    assert not planning.plan_files(before, OPTIONS, None).groups
    after = views.replace("import User", "import User\nfrom models import db as database")
    found = second(before, changes_of(before, {"views.py": after}), monkeypatch)
    assert found.alike
    assert found.followed == ["views.py"]
    assert found.groups == found.expected
    assert found.groups


# -- queries that travel ----------------------------------------------------------------------------------------------

TRAVELLING = """\
from models import User


def users():
    return User.query.filter_by(name="")


def show():
    return users().all()


def plugin():
    return [users]


def other():
    return 0
"""


def test_why_a_function_may_not_hand_on_queries_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    references = planning.QueryFunctions.qualify.__globals__["_references"]

    def watched(project: Project, functions: list[FunctionObject]) -> object:
        asked.extend(function.name for function in functions)
        return references(project, functions)

    monkeypatch.setitem(planning.QueryFunctions.qualify.__globals__, "_references", watched)
    found = seen(TRAVELLING, "return 0", "return 1", monkeypatch)
    assert found.alike
    assert found.followed == ["views.py"]
    assert asked == ["users", "users"], "by the first plan, and the one from scratch"
    assert found.groups == found.expected == []


@pytest.mark.parametrize(
    ("old", "new", "groups"),
    [
        ("return [users]", "return []", 1),
        ("return users().all()", "return [users]", 0),
        ("return [users]", "return users().first()", 1),
        ("return 0", "return users().first()", 0),
    ],
)
def test_what_names_a_function_may_change(old: str, new: str, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(TRAVELLING, old, new, monkeypatch)
    assert found.alike
    assert len(found.groups) == groups
    assert found.groups == found.expected


@pytest.mark.parametrize(
    ("old", "new", "groups"),
    [("return [users]", "return []", 1), ("return 0", "return 1", 0), ("[users]", "[*users()]", 1)],
)
def test_the_change_may_be_in_another_file(old: str, new: str, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _, last = TRAVELLING.partition("def plugin")
    files = {"models.py": MODELS, "views.py": first, "plugin.py": f"from views import users\n\n\ndef plugin{last}"}
    before = Project.from_files(files)
    changes = {
        "plugin.py": files["plugin.py"].replace(old, new),
        "views.py": files["views.py"].replace("users().all", "users().limit(1).all"),
    }
    found = second(before, changes_of(before, changes), monkeypatch)
    assert found.alike
    assert len(found.groups) == groups
    assert found.groups == found.expected
