from __future__ import annotations

import pytest
from flask_modernize_codemods.config_classes.program_order import ProgramOrder, Touches

from flask_modernize.project import Project
from flask_modernize.project.applications import applications

HEAD = """\
from flask import Flask
from flask_bcrypt import Bcrypt
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from somewhere import Unknown
app = Flask(__name__)
db = SQLAlchemy(app)
thing = Unknown(app)
"""


def touches(code: str, **files: str) -> Touches:
    """What the last statement of an app's module looks at."""
    project = Project.from_files({"app.py": HEAD + code, **{f"{name}.py": text for name, text in files.items()}})
    (app,) = applications(project)
    return ProgramOrder(project, app.variable, app.names).touches("app.py", app.syntax.module.body[-1])


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "def f():\n    return app.config['K']",
        "f = lambda: app.config['K']",
        "@app.route('/')\ndef f():\n    return app.config['K']",
        "class Model(db.Model):\n    k = db.Column(db.Integer)",
        "bcrypt = Bcrypt(app)",
        "mail = Mail(app=app)",
        "db.create_all()",
        "app.config['OTHER']",
        "app.config.get('OTHER', 3)",
        "app.config.update(OTHER=1, ANOTHER=2)",
        "app.config.update({'lower': 1})",
        "app.logger.info('up')",
        "import os",
        "app.wsgi_app = print",
        "if 'OTHER' in app.config: pass",
        "@app.errorhandler(404)\ndef f(e): return ''",
    ],
)
def test_statements_that_do_not_look_at_a_setting(code: str) -> None:
    assert not touches(code).hits("K")


@pytest.mark.parametrize(
    "code",
    [
        "app.config['K']",
        "x = app.config.get('K')",
        "app.config['K'] = 1",
        "app.config.update(K=1)",
        "app.config.update(settings)",
        "app.config.from_pyfile('x.cfg')",
        "app.config[x] = 1",
        "other = Unknown(app)",
        "thing.start()",
        "thing.init_app(app)",
        "x = app",
        "print(app)",
        "with app.app_context(): pass",
        "app.run()",
        "if 'K' in app.config: pass",
        "def f(k=app.config['K']): pass",
        "class C:\n    k = app.config['K']",
        "for key in app.config: pass",
        "x = [app.config[k] for k in 'ab']",
    ],
)
def test_statements_that_may_look_at_a_setting(code: str) -> None:
    assert touches(code).hits("K")


def test_extensions_look_at_their_own_settings() -> None:
    assert touches("bcrypt = Bcrypt(app)").hits("BCRYPT_LOG_ROUNDS")
    assert touches("app.logger.info('x')").hits("DEBUG")
    assert touches("db.create_all()").hits("SQLALCHEMY_DATABASE_URI")


def test_functions_of_the_project_are_looked_into() -> None:
    assert not touches("from tools import f\nf()", tools="def f():\n    return g()\ndef g():\n    return 1\n").hits("K")
    reads = "from flask import current_app\ndef f():\n    return g()\ndef g():\n    return current_app.name\n"
    assert touches("from tools import f\nf()", tools=reads).hits("K")
    assert touches("from tools import f\nf(app)", tools="def f(app):\n    pass\n").hits("K")


def test_imports_are_followed() -> None:
    assert not touches(
        "import views", views="from app import app\n@app.route('/')\ndef f(): return app.config['K']\n"
    ).hits("K")
    assert touches("import views", views="from app import app\nK = app.config['K']\n").hits("K")
    assert touches("import views", views="import deep\n", deep="import app\nK = app.app.config['K']\n").hits("K")
    assert not touches("import views", views="import views\n").hits("K")
