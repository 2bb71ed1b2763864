"""Random modules that write, read and overwrite settings while they start: everything must see what it saw before."""

from __future__ import annotations

import runpy
import sys
import tempfile
from pathlib import Path
from typing import Any

import golden_cases
import pytest
from golden_cases import Files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flask_modernize.planning import registry

KEYS = ("ALPHA", "BETA", "GAMMA", "DEBUG", "SECRET_KEY")
HEAD = """\
from flask import Flask

seen = []


def look(key):
    seen.append((key, app.config.get(key)))


def harmless(value):
    return value


class Extension:
    def __init__(self, app):
        seen.append(sorted(app.config.items(), key=repr)[-1:])
        app.config.setdefault("BETA", "by the extension")


ONE = 1
number = ONE + 1
app = Flask(__name__)
"""
VALUES = (
    "'text'",
    "7",
    "True",
    "None",
    "[1, 2]",
    "number",
    "ONE",
    "'a' + 'b'",
    "harmless(3)",
    "app.name",
    "number * 2",
)

keys = st.sampled_from(KEYS)
values = st.sampled_from(VALUES)
writes = st.one_of(
    st.builds("app.config['{}'] = {}".format, keys, values),
    st.builds("app.config.update({}={}, lower={})".format, keys, values, values),
    st.builds("app.config.from_mapping({{'{}': {}, '{}': {}}})".format, keys, values, keys, values),
    st.builds("app.secret_key = {}".format, values),
    st.builds("app.debug = {}".format, st.sampled_from(("True", "False"))),
)
others = st.one_of(
    st.builds("look('{}')".format, keys),
    st.builds("seen.append(app.config.get('{}'))".format, keys),
    st.builds("app.config.setdefault('{}', 'default')".format, keys),
    st.builds("if app.config.get('{}'):\n    app.config['{}'] = {}".format, keys, keys, values),
    st.builds("def view_{}():\n    return app.config['{}']".format, st.integers(0, 9), keys),
    st.just("Extension(app)"),
    st.just("app.logger.debug('up')"),
    st.just("seen.append(harmless(4))"),
    st.builds("@app.route('/{}')\ndef index_{}():\n    return ''".format, st.integers(0, 1), st.integers(0, 1000)),
    st.builds("app.config.from_object(type('C', (), {{'{}': {}}}))".format, keys, st.sampled_from(("1", "'x'"))),
)
programs = st.lists(st.one_of(writes, writes, others), min_size=1, max_size=9)


helpers = st.sampled_from(("one", "two", "three"))
known = st.one_of(helpers, st.sampled_from(("ALPHA", "BETA", "ONE")))
expressions = st.one_of(values, st.builds("'x' + str({})".format, known), st.builds("({}, 1)".format, known))
constants = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(("GAMMA", "DEBUG", "SECRET_KEY", "BETA")), expressions),
    st.builds("{} = {}".format, helpers, expressions),
    st.builds("if {}:\n    {} = {}\nelse:\n    {} = 5".format, known, helpers, expressions, helpers),
    st.builds("seen.append({})".format, known),
    st.builds("def use_{}():\n    return {}".format, st.integers(0, 9), known),
)
CONSTANT_HEAD = """\
from flask import Flask

seen = []
ONE = 1
number = 2
ALPHA = "alpha"
BETA = 2
one = "first"
two = one + "x"
three = (one, two)
"""
constant_programs = st.tuples(
    st.lists(constants, min_size=1, max_size=7),
    st.lists(st.one_of(writes, st.builds("seen.append({})".format, known)), max_size=3),
)


def outcome(files: Files) -> tuple[object, object] | str:
    """What a module saw, and the settings that it ends up with; the name of the error it ends with."""
    with tempfile.TemporaryDirectory() as directory:
        golden_cases.write_files(files, Path(directory))
        sys.path.insert(0, directory)
        try:
            names: dict[str, Any] = runpy.run_path(f"{directory}/app.py")
        except Exception as error:
            return type(error).__name__
        finally:
            sys.path.remove(directory)
            for name in ("config", "settings"):
                sys.modules.pop(name, None)
    config = {key: (type(value), value) for key, value in names["app"].config.items()}
    return names["seen"], config


def rewritten(files: Files) -> Files:
    with tempfile.TemporaryDirectory() as directory:
        golden_cases.write_files(files, Path(directory))
        tree, run = golden_cases.run(Path(directory), registry.migration("config-classes"))
        return golden_cases.result(tree, run)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(statements=programs)
def test_everything_sees_what_it_saw_before(statements: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, *(f"APP_{key}" for key in KEYS), "FLASK_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    check(HEAD + "".join(f"{each}\n" for each in statements))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=constant_programs)
def test_constants_of_a_module_are_what_they_were(
    parts: tuple[list[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*KEYS, *(f"APP_{key}" for key in KEYS), "ONE", "FLASK_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    first, second = ("".join(f"{each}\n" for each in part) for part in parts)
    load = "app = Flask(__name__)\napp.config.from_object(__name__)\n"
    text = CONSTANT_HEAD + first + load + second
    check(text.replace("harmless(3)", "3").replace("app.name", "'name'"))


def check(text: str) -> None:
    """Compares a module with what it becomes; one that does not start proves nothing."""
    files = {"app.py": text.encode()}
    after = rewritten(files)
    before_outcome = outcome(files)
    if not isinstance(before_outcome, str):
        assert outcome(after) == before_outcome, after["app.py"].decode() + after.get("config.py", b"").decode()
