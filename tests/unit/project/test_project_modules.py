"""Module names to files: roots found by evidence."""

from __future__ import annotations

import pytest

from flask_modernize.project.modules import ModuleFinder


def find(paths: str, name: str, importer: str) -> str | None:
    return ModuleFinder(sorted(paths.split())).find(name, importer)


@pytest.mark.parametrize(
    ("paths", "name", "importer", "expected"),
    [
        pytest.param("app.py models.py", "models", "app.py", "models.py", id="script beside script"),
        pytest.param("app/__init__.py app/models.py", "app.models", "app/__init__.py", "app/models.py", id="package"),
        pytest.param("app/__init__.py", "app", "app/x.py", "app/__init__.py", id="package itself"),
        pytest.param("src/app/__init__.py tests/t.py", "app", "tests/t.py", "src/app/__init__.py", id="src layout"),
        pytest.param("web/app/__init__.py web/run.py", "app", "web/run.py", "web/app/__init__.py", id="subdirectory"),
        pytest.param("web/app/__init__.py bin/x.py", "app", "bin/x.py", "web/app/__init__.py", id="elsewhere, once"),
        pytest.param(
            "one/app/__init__.py two/app/__init__.py two/run.py",
            "app",
            "two/run.py",
            "two/app/__init__.py",
            id="nearest",
        ),
        pytest.param("one/app/__init__.py two/app/__init__.py x.py", "app", "x.py", None, id="tie"),
        pytest.param("one/app.py two/app.py two/setup.py x.py", "app", "x.py", "two/app.py", id="marked root wins"),
        pytest.param(
            "c/one/app/__init__.py two/app/__init__.py c/x/run.py",
            "app",
            "c/x/run.py",
            "c/one/app/__init__.py",
            id="longest common path",
        ),
        pytest.param(
            "one/app/__init__.py two/app/__init__.py two/app/models.py one/run.py",
            "app.models",
            "one/run.py",
            None,
            id="not out of the nearest package",
        ),
        pytest.param("plugins/a/x.py run.py", "plugins.a.x", "run.py", "plugins/a/x.py", id="namespace package"),
        pytest.param("plugins/a/x.py run.py", "plugins.a", "run.py", "plugins/a", id="namespace directory"),
        pytest.param("docs/app/conf.py src/app.py t.py", "app", "t.py", "src/app.py", id="regular before namespace"),
        pytest.param("app/__init__.py app/a.py app/b.py", "b", "app/a.py", "app/b.py", id="implicit relative"),
        pytest.param("app/__init__.py app/email.py app/a.py", "email", "app/a.py", None, id="standard library"),
        pytest.param("email.py app.py", "email", "app.py", "email.py", id="script shadows the standard library"),
        pytest.param("app/__init__.py app/celery.py", "celery", "app/celery.py", None, id="not the importer itself"),
        pytest.param("flask/__init__.py examples/x.py", "flask", "examples/x.py", None, id="framework repository"),
        pytest.param(
            "p/__init__.py p/app/__init__.py p/app/v.py", "app", "p/app/v.py", "p/app/__init__.py", id="outer package"
        ),
        pytest.param("app.pyi x.py", "app", "x.py", None, id="stub"),
        pytest.param("a.py", "", "a.py", None, id="empty name"),
        pytest.param("a.py", "nothing.at.all", "a.py", None, id="unknown"),
    ],
)
def test_find(paths: str, name: str, importer: str, expected: str | None) -> None:
    assert find(paths, name, importer) == expected


@pytest.mark.parametrize(
    ("level", "name", "expected"),
    [
        (1, None, "a/b/__init__.py"),
        (1, "x", "a/b/x.py"),
        (2, None, "a/__init__.py"),
        (2, "y", "a/y.py"),
        (2, "b.x", "a/b/x.py"),
        (3, "z", "z.py"),
        (4, None, None),
        (9, "x", None),
        (1, "missing", None),
    ],
)
def test_relative(level: int, name: str | None, expected: str | None) -> None:
    finder = ModuleFinder(["a/__init__.py", "a/b/__init__.py", "a/b/x.py", "a/y.py", "z.py"])
    assert finder.relative(level, name, "a/b/x.py") == expected


def test_names_of_modules() -> None:
    finder = ModuleFinder(["web/app/__init__.py", "web/app/models/__init__.py", "web/app/models/user.py", "web/run.py"])
    assert finder.name_of("web/app/models/user.py") == "app.models.user"
    assert finder.name_of("web/app/models/__init__.py") == "app.models"
    assert finder.name_of("web/run.py") == "run"
