"""Which application of a tree is verified."""

from __future__ import annotations

import pytest

from flask_modernize.sources import memory_tree
from flask_modernize.verify.target import Found, NoApplication, find_application, same_application

APP = "from flask import Flask\napp = Flask(__name__)\n"
FACTORY = "from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__)\n    return app\n"

IMPORT = "from shop import create_app\n"
GUARD = 'if __name__ == "__main__":\n'


def found(files: dict[str, str], wanted: str = "") -> Found:
    return find_application(memory_tree({path: text.encode() for path, text in files.items()}), wanted)


@pytest.mark.parametrize(
    ("files", "app", "paths"),
    [
        ({"hello.py": APP}, "hello:app", (".",)),
        ({"shop/__init__.py": APP}, "shop:app", (".",)),
        ({"src/shop/__init__.py": APP}, "shop:app", ("src", ".")),
        ({"project/app.py": APP, "tests/test_a.py": "from project.app import app\n"}, "project.app:app", (".",)),
        ({"app.py": APP, "tests/conftest.py": APP}, "app:app", (".",)),
        ({"app.py": FACTORY}, "app:create_app", (".",)),
        ({"app.py": FACTORY, "wsgi.py": "from app import create_app\napp = create_app()\n"}, "wsgi:app", (".",)),
        (
            {"shop/__init__.py": FACTORY, "run.py": f"{IMPORT}{GUARD}    app = create_app()\n"},
            "shop:create_app",
            (".",),
        ),
        (
            {"shop/__init__.py": FACTORY, "run.py": f"{IMPORT}app = create_app()\n{GUARD}    app.run()\n"},
            "run:app",
            (".",),
        ),
        (
            {
                "shop/__init__.py": FACTORY,
                "server.py": f"{IMPORT}app = create_app()\n",
                "debug.py": f"{IMPORT}app = create_app()\n",
            },
            "server:app",
            (".",),
        ),
        ({"app.py": "from flask import Flask\napplication = app = Flask(__name__)\n"}, "app:application", (".",)),
        ({".flaskenv": "FLASK_APP=start.py\n", "start.py": APP, "other.py": APP}, "start", (".",)),
        ({".flaskenv": 'export FLASK_APP="shop:web"\n', "shop.py": APP.replace("app", "web")}, "shop:web", (".",)),
        ({"a.py": APP + "@app.route('/')\ndef i(): pass\n", "b.py": APP}, "a:app", (".",)),
    ],
)
def test_the_application_is_found(files: dict[str, str], app: str, paths: tuple[str, ...]) -> None:
    assert found(files) == Found(app, paths)


def test_the_module_that_completes_the_application() -> None:
    files = {
        "app/__init__.py": APP + "from app import routes\n",
        "app/routes.py": "from app import app\n@app.route('/')\ndef index(): pass\n",
        "start.py": "from app import app\n@app.cli.command()\ndef load(): pass\n",
    }
    assert found(files).app == "start:app"


def test_a_script_that_is_only_complete_when_it_is_run() -> None:
    script = APP + "if __name__ == '__main__':\n    from db import db\n    db.init_app(app)\n    app.run()\n"
    assert found({"app.py": script, "db.py": "db = 1\n"}) == Found("app.py:app", (".",))


def test_none() -> None:
    with pytest.raises(NoApplication, match="no Flask application"):
        found({"a.py": "x = 1\n"})


def test_several_of_which_none_is_the_main_one() -> None:
    with pytest.raises(NoApplication, match=r"several applications \(a:app, b:app"):
        found({"a.py": APP, "b.py": APP})


@pytest.mark.parametrize(
    ("after", "app"),
    [
        ({"app.py": APP}, "app:app"),
        ({"app.py": FACTORY}, "app:create_app"),
        ({"app.py": FACTORY + "def __getattr__(name):\n    return create_app()\n"}, "app:app"),
        ({"shop/__init__.py": FACTORY, "wsgi.py": "from shop import create_app\napp = create_app()\n"}, "wsgi:app"),
    ],
)
def test_the_same_application_after_a_migration(after: dict[str, str], app: str) -> None:
    tree = memory_tree({path: text.encode() for path, text in after.items()})
    assert same_application(tree, Found("app:app", (".",))).app == app
