"""Code for an old version of a library is known by what it uses, whatever version is declared."""

from __future__ import annotations

import importlib
import warnings
from importlib import import_module
from importlib.util import find_spec

import pytest

from flask_modernize.planning.activation import activities
from flask_modernize.planning.registry import installed
from flask_modernize.project import Project
from flask_modernize.rules.evidence import evidence, old_name
from flask_modernize.rules.index import is_member
from flask_modernize.rules.kinds import MovedModule

TODAY = {
    "requirements.txt": "Flask>=3.1,<3.2\nWerkzeug>=3.1,<3.2\nFlask-Login==0.6.3\nSQLAlchemy==2.0.40\n",
}
OLD_NAMES = sorted(
    {
        (migration.id, old_name(rule).removesuffix(".*"), isinstance(rule, MovedModule))
        for migration in installed().migrations
        if migration.old_code is not None
        for rule in evidence(import_module(f"flask_modernize_codemods.{migration.id.replace('-', '_')}.table"))
    }
)


def is_there(name: str) -> bool:
    """Whether a name can be imported, or a member be reached from its class."""
    class_or_module, _, last = name.rpartition(".")
    if not is_member(name):
        try:
            exec(f"from {class_or_module} import {last}" if class_or_module else f"import {last}", {})
        except ImportError:
            return False
        return True
    module, _, cls = class_or_module.rpartition(".")
    try:
        return hasattr(getattr(importlib.import_module(module), cls), last)
    except (ImportError, AttributeError):
        return False


@pytest.mark.parametrize(("migration", "name", "is_module"), OLD_NAMES)
def test_what_tells_of_old_code_is_not_there_today(migration: str, name: str, is_module: bool) -> None:
    if find_spec(name.partition(".")[0]) is None:
        pytest.skip(f"{name} is not of a library that is installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not is_there(name)


def active(id: str, code: str) -> tuple[bool, str]:
    project = Project.from_files({**TODAY, "shop/views.py": code})
    migrations = [each for each in installed().migrations if each.id == id]
    answer = activities(project, migrations)[id]
    return answer.active, answer.reason


@pytest.mark.parametrize(
    ("id", "code", "reason"),
    [
        (
            "flask-3",
            "import flask\nfrom flask import Markup\n",
            "Flask>=3.1,<3.2 (requirements.txt:1) is not below 3.1, but shop/views.py:2 is for an older one: from",
        ),
        (
            "flask-3",
            "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.before_first_request\ndef start():\n    pass\n",
            "Flask>=3.1,<3.2 (requirements.txt:1) is not below 3.1, but shop/views.py:6 is for an older one: @app",
        ),
        (
            "werkzeug-3",
            "from werkzeug import secure_filename\n",
            "Werkzeug>=3.1,<3.2 (requirements.txt:2) is not below 3.1, but shop/views.py:1 is for an older one:",
        ),
    ],
)
def test_old_code_is_migrated_whatever_is_declared(id: str, code: str, reason: str) -> None:
    is_active, said = active(id, code)
    assert is_active
    assert said.startswith(reason)


@pytest.mark.parametrize(
    ("id", "code"),
    [
        ("flask-3", "from markupsafe import Markup\nfrom flask import Flask\n"),
        ("flask-3", "try:\n    from flask import Markup\nexcept ImportError:\n    from markupsafe import Markup\n"),
        ("flask-3", "from shop.flask import Markup\n"),
        ("flask-3", "def start(app):\n    app.before_first_request(print)\n"),
        ("werkzeug-3", "from werkzeug.datastructures import OrderedMultiDict\n"),
        ("flask-login", "from flask import session\n\n\ndef who():\n    return session['user_id']\n"),
        ("sqlalchemy-2", "from sqlalchemy.ext.declarative import declarative_base\n\nBase = declarative_base()\n"),
    ],
)
def test_what_today_s_version_takes_is_no_old_code(id: str, code: str) -> None:
    assert not active(id, code)[0]
