"""Whether the migration of a library has anything to do in a project, and why."""

from __future__ import annotations

import pytest
from packaging.version import Version

from flask_modernize.planning.activity import activity
from flask_modernize.planning.libraries import LIBRARIES, Library, known_library, library
from flask_modernize.project import Project
from flask_modernize.project.versions import lower_bound, upper_bound

FLASK = library("flask")
USES_FLASK = "from flask import Flask\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("files", "active", "reason"),
    [
        ({"requirements.txt": "Flask==1.0\n"}, True, "Flask==1.0 (requirements.txt:1) is below 3.1"),
        ({"requirements.txt": "flask\n"}, True, "flask (requirements.txt:1) says no version"),
        ({"requirements.txt": "Flask>=1\n"}, True, "Flask>=1 (requirements.txt:1) is below 3.1"),
        ({"requirements.txt": "Flask<4\n"}, True, "Flask<4 (requirements.txt:1) is below 3.1"),
        ({"requirements.txt": "a\nFlask>=3.1,<3.2\n"}, False, "Flask>=3.1,<3.2 (requirements.txt:2) is not below 3.1"),
        ({"requirements.txt": "Flask==3.1.*\n"}, False, "Flask==3.1.* (requirements.txt:1) is not below 3.1"),
        ({"requirements.txt": "Flask~=3.1\n"}, False, "Flask~=3.1 (requirements.txt:1) is not below 3.1"),
        ({"requirements.txt": "Flask>3.1\n"}, False, "Flask>3.1 (requirements.txt:1) is not below 3.1"),
        ({"pyproject.toml": "[tool.poetry.dependencies]\nflask = '^3.1'\n"}, False, "is not below 3.1"),
        ({"app.py": USES_FLASK}, True, "app.py imports Flask, and nothing says which version"),
        ({"app.py": "import flask_login\n"}, False, "Flask is neither declared nor imported"),
        ({"app.py": "# from flask import x\nx = 'import flask'\n"}, False, "Flask is neither declared nor imported"),
        # what is locked counts before what is declared beside it
        ({"requirements.in": "flask\n", "requirements.txt": "flask==3.1.0  # via x\n"}, False, "requirements.txt:1"),
        ({"requirements.in": "flask>=3.1\n", "requirements.txt": "flask==2.0  # via x\n"}, True, "flask==2.0"),
        ({"Pipfile": "[packages]\nflask='*'\n", "a/requirements.txt": "flask\n", "Pipfile.lock": '{"default":{"flask":'
          '{"version":"==3.1.0"}}}'}, True, "a/requirements.txt:1"),
        # and an exact pin before a range
        ({"setup.py": "setup(install_requires=['Flask'])", "requirements.txt": "Flask==3.1.0\n"}, False, "==3.1.0"),
        ({"setup.py": "setup(install_requires=['Flask'])", "x/requirements.txt": "Flask==3.1.0\n"}, True, "setup.py"),
        # what is only for Python 2 says nothing, nor what tox tests against
        ({"requirements.txt": "Flask==1; python_version<'3'\nFlask==3.1; python_version>'3'\n"}, False, "Flask==3.1"),
        ({"requirements.txt": "Flask==3.1\n", "tox.ini": "[testenv]\ndeps = Flask==1\n"}, False, "Flask==3.1"),
        ({"requirements.txt": "Flask==1; sys_platform=='win32'\n"}, True, "Flask==1"),
    ],
)  # fmt: skip
def test_flask(files: dict[str, str], active: bool, reason: str) -> None:
    found = activity(Project.from_files(files), FLASK)
    assert (found.active, reason in found.reason) == (active, True), found.reason


def test_declared_locked_and_needed() -> None:
    files = {"requirements.in": "Flask>=1\n", "requirements.txt": "flask==2.0\n    # via -r requirements.in\n"}
    found = activity(Project.from_files(files), FLASK)
    assert [place.declaration.specifier for place in found.declared] == [">=1"]
    assert [place.declaration.specifier for place in found.locked] == ["==2.0"]
    assert found.needed == ">=3.1"


@pytest.mark.parametrize(
    ("requirement", "active", "reason"),
    [
        ("Flask==1.0\n", True, "app.py imports Werkzeug, and nothing says which version"),
        ("Flask>=3.1\n", False, "Flask>=3.1 (requirements.txt:1) brings Werkzeug>=3.1"),
        ("Flask>=3.1\nWerkzeug==0.14\n", True, "Werkzeug==0.14 (requirements.txt:2) is below 3.1"),
    ],
)
def test_what_another_library_brings(requirement: str, active: bool, reason: str) -> None:
    files = {"app.py": "import werkzeug.security\n", "requirements.txt": requirement}
    found = activity(Project.from_files(files), library("werkzeug"))
    assert (found.active, found.reason) == (active, reason)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"requirements.txt": "Flask-Cache==0.13\n"}, "Flask-Cache==0.13 (requirements.txt:1) is no longer maintained"),
        ({"a.py": "from flask.ext.cache import Cache\n"}, "a.py imports Flask-Caching, and nothing says which version"),
        ({"a.py": "import flaskext.cache\n"}, "a.py imports Flask-Caching, and nothing says which version"),
        ({"a.py": "def f():\n    import flask_cache\n"}, "a.py imports Flask-Caching, and nothing says which version"),
    ],
)
def test_dead_distributions(files: dict[str, str], reason: str) -> None:
    found = activity(Project.from_files(files), library("Flask-Caching"))
    assert (found.active, found.reason) == (True, reason)


def test_a_library_that_nothing_takes_the_place_of() -> None:
    found = activity(Project.from_files({"requirements.txt": "Flask-Script==2.0.6\n"}), library("Flask-Script"))
    assert (found.active, found.needed) == (True, "")
    assert not activity(Project.from_files({"a.py": "x = 1\n"}), library("Flask-Script")).active


@pytest.mark.parametrize("each", LIBRARIES, ids=lambda each: each.distribution)
def test_the_data_fits_together(each: Library) -> None:
    for name, lowest in (*each.needs, *each.breaks):
        other = known_library(name)
        assert other is not None, name
        assert other is not each
        highest = upper_bound(other.range)
        assert highest is not None
        assert Version(lowest) < highest.version, "there are versions in the range that will do"
    if each.range:
        lowest_allowed = lower_bound(each.range)
        assert lowest_allowed is not None
        assert lowest_allowed.version >= Version(each.needed), "a raised pin must not be legacy"
