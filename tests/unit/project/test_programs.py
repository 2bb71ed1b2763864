"""Which files belong to which app."""

from __future__ import annotations

from flask_modernize.project import Project
from flask_modernize.project.programs import Program, programs

APP = "from flask import Flask\napp = Flask(__name__)\n"


def program_of(files: dict[str, str], path: str) -> Program:
    (found,) = [each for each in programs(Project.from_files(files)) if each.application.path == path]
    return found


def test_an_app_has_what_it_imports_what_imports_it_and_what_stands_beside_it() -> None:
    files = {
        "site/__init__.py": APP + "from site import views\n",
        "site/views.py": "from site import app\nfrom site.forms import Form\n",
        "site/forms.py": "class Form:\n    pass\n",
        "site/loaded_by_name.py": "def f():\n    pass\n",
        "run.py": "from site import app\nimport settings\n",
        "settings.py": "X = 1\n",
        "other/app.py": APP,
        "other/helpers.py": "import settings\n",
    }
    assert program_of(files, "site/__init__.py").modules == (
        *("run.py", "settings.py", "site/__init__.py", "site/forms.py", "site/loaded_by_name.py", "site/views.py"),
    )
    assert program_of(files, "other/app.py").modules == ("other/app.py", "other/helpers.py")


def test_extensions_in_the_same_tree_are_not_part_of_an_app() -> None:
    files = {
        "flask_things/__init__.py": "from flask import url_for\n",
        "flask_things/templates/things.html": "{{ url_for(x) }}",
        "examples/app.py": APP + "import flask_things\n",
        "flask_site/__init__.py": APP + "from flask_site import views\n",
        "flask_site/views.py": "from flask_site import app\n",
        "flask_site/links.py": "from flask import url_for\n",
    }
    assert program_of(files, "examples/app.py").modules == ("examples/app.py",)
    assert program_of(files, "flask_site/__init__.py").modules == (
        *("flask_site/__init__.py", "flask_site/links.py", "flask_site/views.py"),
    )


def test_templates_are_those_of_the_app_of_its_blueprints_and_those_that_nobody_else_has() -> None:
    files = {
        "one/__init__.py": "import one.users\nfrom flask import Flask\napp = Flask('one', template_folder='pages')\n",
        "one/users.py": "from flask import Blueprint\nbp = Blueprint('u', __name__, template_folder='users/html')\n",
        "one/pages/a.html": "",
        "one/users/html/b.html": "",
        "one/themes/templates/mail.eml": "",
        "one/static/c.html": "",
        "one/static/templates/d.html": "",
        "one/pages/logo.png": "",
        "two/app.py": APP,
        "two/templates/e": "",
        "two/e.j2": "",
    }
    assert program_of(files, "one/__init__.py").templates == (
        *("one/pages/a.html", "one/themes/templates/mail.eml", "one/users/html/b.html"),
    )
    assert program_of(files, "two/app.py").templates == ("two/e.j2", "two/templates/e")
