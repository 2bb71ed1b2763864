"""The golden cases' comparison of running applications: that it sees what a migration breaks."""

from __future__ import annotations

from pathlib import Path

import golden_cases
import pytest
from golden_cases import GoldenCase

from flask_modernize.testing import behaviour
from flask_modernize.verify.runs import ProbeServer

BEFORE = """\
from flask import Flask, url_for

app = Flask(__name__)
app.config["TITLE"] = "Shop"


@app.before_request
def count():
    pass


@app.route("/")
def index():
    return "<a href='%s'>%s</a>" % (url_for("about"), app.config["TITLE"])


@app.route("/about")
def about():
    return "About"
"""

AFTER = """\
from flask import Blueprint, Flask, current_app, url_for

bp = Blueprint("main", __name__)


@bp.before_app_request
def count():
    pass


@bp.route("/")
def index():
    return "<a href='%s'>%s</a>" % (url_for("main.about"), current_app.config["TITLE"])


@bp.route("/about")
def about():
    return "About"


def create_app():
    app = Flask(__name__)
    app.config["TITLE"] = "Shop"
    app.register_blueprint(bp)
    return app
"""

SETTINGS = """\
[boot]
before = "app:app"
after = "app:create_app"
requests = [["GET", "/about"]]
[boot.endpoints]
index = "main.index"
about = "main.about"
"""


def written(root: Path, after: str, settings: str = SETTINGS) -> GoldenCase:
    directory = root / "blueprints" / "small"
    golden_cases.write_files({"before/app.py": BEFORE.encode(), "after/app.py": after.encode()}, directory)
    (directory / "case.toml").write_text(settings, encoding="utf-8")
    return GoldenCase(directory)


def test_a_declared_rename_is_no_difference(tmp_path: Path, probe_server: ProbeServer) -> None:
    behaviour.check_same_behaviour(written(tmp_path, AFTER), probe_server)


def test_a_lambda_among_the_settings_may_move_into_a_class(tmp_path: Path, probe_server: ProbeServer) -> None:
    case = written(tmp_path, AFTER.replace('app.config["TITLE"] = "Shop"', "app.config.from_object(Settings)"))
    settings = "class Settings:\n    TITLE = 'Shop'\n    PICK = lambda found: found\n"
    before = BEFORE.replace('app.config["TITLE"] = "Shop"', 'app.config.update(TITLE="Shop", PICK=lambda found: found)')
    after = settings + (case.directory / "after/app.py").read_text(encoding="utf-8")
    golden_cases.write_files({"before/app.py": before.encode(), "after/app.py": after.encode()}, case.directory)
    behaviour.check_same_behaviour(GoldenCase(case.directory), probe_server)


def test_a_rename_that_is_not_declared_is_one(tmp_path: Path, probe_server: ProbeServer) -> None:
    case = written(tmp_path, AFTER, SETTINGS.replace('about = "main.about"\n', ""))
    with pytest.raises(AssertionError, match=r"route-endpoint: /about\n    before: about\n    after:  main.about"):
        behaviour.check_same_behaviour(case, probe_server)


def test_a_lost_hook_is_one(tmp_path: Path, probe_server: ProbeServer) -> None:
    case = written(tmp_path, AFTER.replace("@bp.before_app_request", "@bp.before_request"))
    with pytest.raises(AssertionError, match="hook-missing: before each request\n    before: count"):
        behaviour.check_same_behaviour(case, probe_server)


def test_what_a_case_ignores_is_none(tmp_path: Path, probe_server: ProbeServer) -> None:
    settings = SETTINGS.replace("requests =", 'ignore = ["config-value TIT*", "body"]\nrequests =')
    case = written(tmp_path, AFTER.replace('"Shop"', '"Shed"'), settings)
    behaviour.check_same_behaviour(case, probe_server)


def test_a_tree_that_does_not_boot_is_said(tmp_path: Path, probe_server: ProbeServer) -> None:
    case = written(tmp_path, AFTER.replace("import Blueprint, Flask", "import Blueprint"))
    with pytest.raises(AssertionError, match=r"after/ does not run \(factory\): .*NameError"):
        behaviour.check_same_behaviour(case, probe_server)
