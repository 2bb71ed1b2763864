"""Runs the config modules of the golden cases: what they give for which environment."""

from __future__ import annotations

import os
import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import golden_cases
import pytest

CASES = [case for case in golden_cases.cases() if case.directory.parent.name == "config-classes" and not case.leaves]
CONFIG_MODULES = [
    pytest.param(path, id=f"{case.directory.name}/{path.name}")
    for case in CASES
    for path in sorted((case.directory / "after").rglob("*.py"))
    if "def get_config(" in path.read_text(encoding="utf-8")
]
# Variables that some of the cases cannot do without.
NEEDED = {"STAGE": "one", "MAIL_SERVER": "localhost"}
VALUES = {"text": "some text", "whole number": "7", "number": "0.25", "true or false": "yes"}
TYPES = {"text": str, "whole number": int, "number": float, "true or false": bool}

each_config_module = pytest.mark.parametrize("path", CONFIG_MODULES)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[..., Any]]:
    """Runs a config module with no other variables than the given ones; gives its ``get_config``."""

    def run(path: Path, **environment: str) -> Callable[..., Any]:
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in {**NEEDED, **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "path", [str(path.parent), *sys.path])
        get_config: Callable[..., Any] = runpy.run_path(str(path))["get_config"]
        return get_config

    return run


def settings(config: Any) -> dict[str, object]:
    """What ``from_object`` takes."""
    return {key: getattr(config, key) for key in dir(config) if key.isupper()}


def variables(path: Path) -> dict[str, str]:
    """The variables that ``.env.example`` lists, with their types in words."""
    parent = next(each for each in path.parents if (each / ".env.example").exists())
    text = (parent / ".env.example").read_text(encoding="utf-8")
    found = re.findall(r"^# [^\n]*\(([a-z ]+)[^\n]*\)\n#?(?:export )?(\w+)=", text, re.MULTILINE)
    return {name: kind for kind, name in found if name != "FLASK_CONFIG"}


def required(config: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(config, "required", ())
    return found


@each_config_module
def test_an_unknown_profile_is_an_error_that_names_the_known_ones(path: Path, run: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"'nonsense'.*development, testing, production"):
        run(path)("nonsense")
    with pytest.raises(ValueError, match="'other'"):
        run(path, FLASK_CONFIG="other")()


@each_config_module
def test_the_default_profile_is_development(path: Path, run: Callable[..., Any]) -> None:
    get_config = run(path)
    assert settings(get_config()) == settings(get_config("development"))
    assert settings(run(path, FLASK_CONFIG="")()) == settings(get_config())
    assert "REQUIRED" not in settings(get_config())


@each_config_module
def test_testing_differs_by_what_tests_need(path: Path, run: Callable[..., Any]) -> None:
    get_config = run(path)
    usual, testing = settings(get_config()), settings(get_config("testing"))
    assert testing["TESTING"] is True
    changed = {key for key in testing if key not in usual or testing[key] != usual[key]}
    assert changed <= {"TESTING", "SQLALCHEMY_DATABASE_URI", "WTF_CSRF_ENABLED"}


@each_config_module
def test_production_insists_on_secrets(path: Path, run: Callable[..., Any]) -> None:
    production = run(path).__globals__["profiles"]["production"]
    names = required(production)
    if not names:
        assert run(path)("production") is not None
        return
    with pytest.raises(RuntimeError) as error:
        run(path)("production")
    assert all(name in str(error.value) for name in names)
    with pytest.raises(RuntimeError, match=names[-1]):
        run(path, **dict.fromkeys(names, ""))("production")
    given = run(path, FLASK_CONFIG="production", **dict.fromkeys(names, "given"))()
    assert list(settings(given).values()).count("given") >= len(names)


@each_config_module
def test_values_from_the_environment_have_the_types_that_they_had(path: Path, run: Callable[..., Any]) -> None:
    usual = settings(run(path)())
    for name, kind in variables(path).items():
        given = settings(run(path, **{name: VALUES[kind]})())
        changed = {key: value for key, value in given.items() if value != usual.get(key)}
        for key, value in changed.items():
            assert type(value) is type(usual[key]) or usual[key] is None, f"{key} from {name}"
            assert isinstance(value, TYPES[kind]) or usual[key] is not None


def test_every_new_variable_has_an_effect(run: Callable[..., Any]) -> None:
    """Otherwise the test above would look at nothing."""
    path = CASES[0].directory.parent / "item_assignments" / "after" / "config.py"
    usual = settings(run(path)())
    for name, kind in variables(path).items():
        assert settings(run(path, **{name: VALUES[kind]})()) != usual, name
    assert settings(run(path, SQLALCHEMY_ECHO="0")())["SQLALCHEMY_ECHO"] is False
    assert settings(run(path, SQLALCHEMY_ECHO="True")())["SQLALCHEMY_ECHO"] is True
