"""Pins that are raised with a library, and distributions that take the place of others."""

from __future__ import annotations

import pytest

from flask_modernize.planning.composition import splice, splices_by_path
from flask_modernize.planning.contract import Plan
from flask_modernize.planning.libraries import LIBRARIES, Library, library
from flask_modernize.project import Project
from flask_modernize.rules.pins import raise_pin, replace_package

Files = dict[str, str]


def after(files: Files, plan: Plan) -> Files:
    """The files that a plan changes."""
    changed = {}
    for path, splices in splices_by_path(plan.groups, range(len(plan.groups))).items():
        changed[path] = splice(files[path].encode(), splices).decode()
    return changed


def raised(files: Files, distribution: str = "Flask") -> tuple[Files, Plan]:
    plan = raise_pin(Project.from_files(files), library(distribution))
    changed = after(files, plan)
    again = raise_pin(Project.from_files({**files, **changed}), library(distribution))
    assert not again.groups
    return changed, plan


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Flask==1.0\n", "Flask>=3.1,<3.2\n"),
        ("Flask\n", "Flask>=3.1,<3.2\n"),
        ("Flask>=0.10\r\n# b\r\nb==1", "Flask>=3.1,<3.2\r\n# b\r\nb==1"),
        # the libraries that it needs in newer versions, and nothing else
        (
            "Flask==1\nWerkzeug==0.14\nSix==1\nJinja2<3\n",
            "Flask>=3.1,<3.2\nWerkzeug>=3.1,<3.2\nSix==1\nJinja2>=3.1.2,<4\n",
        ),
        ("Flask==1\nWerkzeug>=0.14\nJinja2\nclick==8.1.3\n", "Flask>=3.1,<3.2\nWerkzeug>=0.14\nJinja2\nclick==8.1.3\n"),
        ("Flask==1\nFlask==0.9; python_version < '3'\n", "Flask>=3.1,<3.2\nFlask==0.9; python_version < '3'\n"),
    ],
)
def test_requirements(before: str, expected: str) -> None:
    changed, plan = raised({"requirements.txt": before})
    assert changed == {"requirements.txt": expected}
    assert (len(plan.groups), plan.findings, plan.next_steps) == (1, (), ())


@pytest.mark.parametrize(
    "text", ["Flask>=3.1,<3.2\n", "Flask==3.1.2\n", "Flask>=3.1\nWerkzeug\n", "flask-login==0.1\n", ""]
)
def test_nothing_to_raise(text: str) -> None:
    assert raised({"requirements.txt": text, "app.py": "import flask\n"}) == ({}, Plan())


def test_what_stops_working_is_raised_with_it() -> None:
    changed, plan = raised({"requirements.txt": "SQLAlchemy==1.3\nFlask-SQLAlchemy==2.4\nFlask==1.1\n"}, "SQLAlchemy")
    assert changed == {"requirements.txt": "SQLAlchemy>=2.0,<2.1\nFlask-SQLAlchemy>=3.1,<3.2\nFlask>=3.1,<3.2\n"}
    assert plan.groups[0].title == "Raise SQLAlchemy to >=2.0,<2.1, and Flask-SQLAlchemy, Flask with it"


def test_all_files_in_one_group() -> None:
    files = {
        "setup.py": "from setuptools import setup\nsetup(install_requires=['Flask>=0.9', 'x'])\n",
        "requirements/dev.txt": "-r prod.txt\n",
        "requirements/prod.txt": "Flask==1.0\n",
        "Dockerfile": "RUN pip install flask==1.0\n",
    }
    changed, plan = raised(files)
    assert changed == {
        "setup.py": "from setuptools import setup\nsetup(install_requires=['Flask>=3.1,<3.2', 'x'])\n",
        "requirements/prod.txt": "Flask>=3.1,<3.2\n",
        "Dockerfile": 'RUN pip install "flask>=3.1,<3.2"\n',
    }
    assert [(group.path, group.line, group.sites) for group in plan.groups] == [("Dockerfile", 1, 3)]
    assert plan.groups[0].statements == (("setup.py", 2, 2),)


def test_names_without_a_version_stay_where_a_tool_writes_the_versions_down() -> None:
    files = {"requirements.in": "flask\n", "requirements.txt": "flask==1.0\n    # via -r requirements.in\n"}
    changed, plan = raised(files)
    assert changed == {}
    step = "pip-compile --upgrade-package flask --output-file=requirements.txt requirements.in"
    assert plan.next_steps == (f"Make requirements.txt again: {step}",)


@pytest.mark.parametrize(
    ("declared", "text", "lock", "locked", "step"),
    [
        ("web/pyproject.toml", "[tool.poetry.dependencies]\nflask = '^1'\n", "web/poetry.lock", "toml", "poetry lock"),
        ("web/pyproject.toml", "[project]\ndependencies = ['flask<2']\n", "web/uv.lock", "toml", "uv lock"),
        ("web/pyproject.toml", "[project]\ndependencies = ['flask<2']\n", "web/pdm.lock", "toml", "pdm lock"),
        ("web/Pipfile", "[packages]\nflask = '==1'\n", "web/Pipfile.lock", "json", "pipenv lock"),
        (
            "web/pyproject.toml",
            "[project]\ndependencies = ['flask']\n",
            "web/uv.lock",
            "toml",
            "uv lock --upgrade-package flask",
        ),
    ],
)
def test_lock_files_get_a_command(declared: str, text: str, lock: str, locked: str, step: str) -> None:
    contents = {
        "toml": "[[package]]\nname = 'flask'\nversion = '1.0'\n",
        "json": '{"default": {"flask": {"version": "==1.0"}}}',
    }
    changed, plan = raised({declared: text, lock: contents[locked]})
    assert [">=3.1,<3.2" in after for after in changed.values()] == [True] * ("upgrade" not in step)
    assert plan.next_steps == (f"Make {lock} again, in web: {step}",)


def test_what_is_only_locked_because_others_need_it_gets_no_command() -> None:
    files = {"requirements.in": "flask\n", "requirements.txt": "flask==1.0  # via x\nwerkzeug==0.14  # via flask\n"}
    assert raised(files, "Werkzeug") == ({}, Plan())


def test_hashes_are_reported() -> None:
    files = {"requirements.txt": "a==1\nFlask==1.0 \\\n    --hash=sha256:ab\n"}
    changed, plan = raised(files)
    assert changed == {}
    (finding,) = plan.findings
    assert (finding.path, finding.line, finding.column, finding.code) == ("requirements.txt", 2, 1, "D-HASHES")
    assert "Flask>=3.1,<3.2" in finding.advice
    assert "pip-compile --generate-hashes" in finding.advice


def test_urls_are_reported_and_the_others_raised() -> None:
    files = {
        "requirements.txt": "-e git+https://x.org/flask@1#egg=Flask\n",
        "setup.cfg": "[options]\ninstall_requires=flask\n",
    }
    changed, plan = raised(files)
    assert changed == {"setup.cfg": "[options]\ninstall_requires=flask>=3.1,<3.2\n"}
    assert [(finding.code, finding.path, finding.line) for finding in plan.findings] == [
        ("D-FIXED", "requirements.txt", 1)
    ]


def test_replace_a_distribution() -> None:
    files = {
        "requirements.txt": "Flask-Cache==0.13.1  # for pages\nFlask-Cache; python_version < '3'\n",
        "setup.py": "setup(install_requires=['Flask_Cache', 'Flask-Caching'])\n",
    }
    plan = replace_package(Project.from_files(files), "flask-cache", library("Flask-Caching"))
    assert after(files, plan) == {
        "requirements.txt": "Flask-Caching>=2.3,<3  # for pages\nFlask-Cache; python_version < '3'\n",
        "setup.py": "setup(install_requires=['Flask-Caching'])\n",
    }
    assert plan.groups[0].title == "Replace flask-cache by Flask-Caching"


def test_remove_a_distribution() -> None:
    files = {
        "requirements.txt": "a\nFlask-Script==2.0.6\nb\n",
        "Pipfile": "[packages]\nflask-script = '*'\n",
        "Pipfile.lock": '{"default": {"flask-script": {"version": "==2.0.6"}}}',
    }
    plan = replace_package(Project.from_files(files), "Flask-Script", None)
    assert after(files, plan) == {"requirements.txt": "a\nb\n", "Pipfile": "[packages]\n"}
    assert plan.next_steps == ("Make Pipfile.lock again: pipenv lock",)


@pytest.mark.parametrize("each", [each for each in LIBRARIES if each.range], ids=lambda each: each.distribution)
def test_a_full_set_of_old_pins_is_raised_once(each: Library) -> None:
    pins = "".join(f"{other.distribution}==0.0.1\n" for other in LIBRARIES if other.range)
    changed, _ = raised({"requirements.txt": pins}, each.distribution)
    lines = changed["requirements.txt"].splitlines()
    assert f"{each.distribution}{each.range}" in lines
    for name, _lowest in (*each.needs, *each.breaks):
        assert f"{library(name).distribution}{library(name).range}" in lines
