"""Every place of a configuration key: found, told from others, or unclear."""

from __future__ import annotations

import pytest

from flask_modernize.project import Project
from flask_modernize.project.config_keys import config_keys, flask_keys
from flask_modernize.project.config_loads import config_sources
from flask_modernize.project.config_places import KeyUse
from flask_modernize.project.config_spaces import CELERY, FLASK
from flask_modernize.project.objects import ClassObject

APP = "from flask import Flask\napp = Flask(__name__)\n"


def places(files: dict[str, str], key: str = "KEY_A") -> KeyUse:
    return flask_keys(Project.from_files(files), [key])[key]


def forms(use: KeyUse) -> list[tuple[str, str, str]]:
    return [(each.path, each.role, each.form) for each in use.places]


def test_every_way_to_write_and_read_through_the_application() -> None:
    use = places(
        {
            "app.py": APP
            + 'app.config["KEY_A"] = 1\n'
            + "app.config.update(KEY_A=2)\n"
            + 'app.config.from_mapping({"KEY_A": 3})\n'
            + 'app.config.setdefault("KEY_A", 4)\n'
            + 'del app.config["KEY_A"]\n'
            + 'print(app.config.get("KEY_A"), "KEY_A" in app.config)\n',
            "views.py": 'from flask import current_app\ndef view():\n    return current_app.config["KEY_A"]\n',
            "templates/a.html": "{{ config.KEY_A }}{{ config['KEY_A'] }}{{ config.get('KEY_A') }}{{ other.KEY_A }}",
        }
    )
    assert not use.unclear
    assert forms(use) == [
        ("app.py", "write", "item"),
        ("app.py", "write", "keyword"),
        ("app.py", "write", "pair"),
        ("app.py", "write", "argument"),
        ("app.py", "delete", "item"),
        ("app.py", "read", "argument"),
        ("app.py", "read", "argument"),
        ("templates/a.html", "read", "template"),
        ("templates/a.html", "read", "template"),
        ("templates/a.html", "read", "template"),
        ("views.py", "read", "item"),
    ]
    for each in use.places:
        assert each.source.data[each.start : each.end] == b"KEY_A"


@pytest.mark.parametrize(
    "load",
    [
        'app.config.from_object("settings.Production")',
        "from settings import Production\napp.config.from_object(Production)",
        "from settings import profiles\napp.config.from_object(profiles[NAME])",
        "from settings import profiles, Production\napp.config.from_object(profiles.get(NAME, Production))",
        'app.config.from_object("settings." + NAME)',
        "import settings\ndef configure(cls):\n    app.config.from_object(cls)\nconfigure(settings.Production)",
    ],
)
def test_settings_classes_that_are_loaded(load: str) -> None:
    settings = (
        "class Base:\n    KEY_A = 1\n"
        "class Production(Base):\n    KEY_B = Base.KEY_A\n"
        'profiles = {"production": Production}\n'
        "class Other:\n    KEY_A = 2\n"
    )
    if '"settings."' in load:
        settings = settings.partition("class Other")[0]
    use = places({"app.py": APP + "NAME = input()\n" + load + "\n", "settings.py": settings})
    assert forms(use) == [("settings.py", "write", "attribute"), ("settings.py", "read", "member")]
    assert not use.unclear


def test_a_module_of_settings_with_all_that_reads_it() -> None:
    use = places(
        {
            "app.py": APP + 'app.config.from_object("settings")\n',
            "settings.py": "from defaults import *\n",
            "defaults.py": "KEY_A = 1\nKEY_B = KEY_A + 1\n",
            "other.py": "import defaults\nfrom defaults import KEY_A\nprint(defaults.KEY_A, KEY_A)\n",
        }
    )
    assert forms(use) == [
        ("defaults.py", "write", "constant"),
        ("defaults.py", "read", "name"),
        ("other.py", "read", "import"),
        ("other.py", "read", "member"),
        ("other.py", "read", "name"),
    ]


def test_files_that_are_loaded() -> None:
    use = places(
        {
            "shop/__init__.py": APP
            + 'app.config.from_pyfile("shop.cfg")\n'
            + 'app.config.from_json("shop.json")\n'
            + "app.config.from_prefixed_env()\n",
            "shop/shop.cfg": "KEY_A = 1\nKEY_B = 2\n",
            "shop/shop.json": '{"KEY_A": 1, "KEY_AB": 2}',
            ".env": "export FLASK_KEY_A=1\nKEY_A=2\n",
        }
    )
    assert forms(use) == [
        (".env", "write", "variable"),
        ("shop/shop.cfg", "write", "line"),
        ("shop/shop.json", "write", "json"),
    ]


def test_dictionaries_are_followed_to_where_they_are_loaded() -> None:
    use = places(
        {
            "app.py": "from flask import Flask\n"
            "def create_app(overrides=None):\n"
            "    app = Flask(__name__)\n"
            "    app.config.update(overrides or {})\n"
            "    return app\n",
            "tests/test_app.py": 'from app import create_app\ncreate_app({"KEY_A": 1})\ncreate_app(dict(KEY_A=2))\n'
            'other = {"KEY_A": 3}\n',
        }
    )
    assert forms(use) == [("tests/test_app.py", "write", "pair"), ("tests/test_app.py", "write", "keyword")]


def test_the_application_that_a_fixture_gives() -> None:
    use = places(
        {
            "app.py": APP,
            "tests/conftest.py": "import pytest\nimport app as module\n"
            "@pytest.fixture\ndef app():\n    module.app.config['KEY_A'] = 1\n    yield module.app\n",
            "tests/test_app.py": "def test_it(app):\n    app.config['KEY_A'] = 2\n",
        }
    )
    assert forms(use) == [("tests/conftest.py", "write", "item"), ("tests/test_app.py", "write", "item")]
    assert not use.unclear


def test_what_is_no_configuration_is_left_out_and_what_may_be_one_is_unclear() -> None:
    use = places(
        {
            "app.py": APP
            + "import os\n"
            + 'settings = {"KEY_A": 1}\n'
            + 'print(os.environ["KEY_A"], os.environ.get("KEY_A"), settings["KEY_A"])\n'
            + "class Store:\n    def __init__(self):\n        self.config = {}\n"
            + 'Store().config["KEY_A"] = 1\n'
            + "KEY_A = 3\n"
            + 'def configure(thing):\n    thing.config["KEY_A"] = 4\n'
        }
    )
    assert use.places == ()
    assert [(each.path, each.line) for each in use.unclear] == [("app.py", 12)]


def test_objects_that_cannot_be_told_may_be_any_settings() -> None:
    files = {
        "app.py": APP + 'import os\napp.config.from_object(os.environ["APP_SETTINGS"])\n',
        "config.py": "class Config:\n    DEBUG = False\n    KEY_A = 1\n",
        "limits.py": "class Limits:\n    KEY_A = 1\n    def check(self):\n        self.low = 2\n",
    }
    assert config_sources(Project.from_files(files), FLASK).has_unknown_objects
    assert ("config.py", "write", "attribute") in forms(places(files))


def test_sources_of_celery() -> None:
    project = Project.from_files(
        {
            "tasks.py": "from celery import Celery\n"
            "app = Celery('x')\n"
            "app.config_from_object('celeryconfig')\n"
            "app.conf.KEY_A = 1\n"
            "app.conf.update(KEY_A=2)\n",
            "celeryconfig.py": "KEY_A = 1\n",
            "flask_app.py": APP + "app.config['KEY_A'] = 1\n",
        }
    )
    use = config_keys(project, (CELERY, frozenset({"KEY_A"})))["KEY_A"]
    assert forms(use) == [
        ("celeryconfig.py", "write", "constant"),
        ("tasks.py", "write", "member"),
        ("tasks.py", "write", "keyword"),
    ]


def test_what_an_extension_takes_as_its_own_settings() -> None:
    use = places(
        {"app.py": APP + "from flask_caching import Cache\ncache = Cache(app, config={'KEY_A': 1})\n"},
    )
    assert forms(use) == [("app.py", "write", "pair")]


def test_classes_of_a_test_are_found_by_their_qualified_names() -> None:
    project = Project.from_files(
        {
            "test_app.py": APP
            + "def test_it():\n    class Local:\n        KEY_A = 1\n    app.config.from_object(Local)\n"
        }
    )
    assert config_sources(project, FLASK).classes == {ClassObject("test_app.py", "test_it.<locals>.Local")}


def test_subclasses_of_flask_test_cases_and_what_is_read_by_name() -> None:
    use = places(
        {
            "app.py": "from flask import Flask\nimport settings\n"
            "class Shop(Flask):\n    def prepare(self):\n        self.config['KEY_A'] = 1\n"
            "app = Shop(__name__)\napp.config.from_object(settings)\n"
            "print(getattr(settings, 'KEY_A', None), getattr(app, 'KEY_A'))\n",
            "settings.py": "KEY_B = 1\n",
            "tests/test_app.py": "from flask_testing import TestCase\nfrom app import app\n"
            "class AppTest(TestCase):\n    def create_app(self):\n        return app\n"
            "    def test_it(self):\n        self.app.config['KEY_A'] = 2\n"
            "        self.client.application.config['KEY_A'] = 3\n",
            "views.py": "from flask import Blueprint\nbp = Blueprint('a', __name__)\n"
            "@bp.record\ndef setup(state):\n    state.app.config['KEY_A'] = 4\n",
        }
    )
    assert not use.unclear
    assert forms(use) == [
        ("app.py", "write", "item"),
        ("app.py", "read", "argument"),
        ("tests/test_app.py", "write", "item"),
        ("tests/test_app.py", "write", "item"),
        ("views.py", "write", "item"),
    ]


def test_keyword_arguments_that_become_settings_and_other_names_of_the_configuration() -> None:
    use = places(
        {
            "app.py": "from flask import Flask\n"
            "def create_app(name='x', **settings):\n    app = Flask(name)\n"
            "    app.config.update(settings)\n    return app\n"
            "def other(**settings):\n    print(settings)\n"
            "app = create_app(KEY_A=1)\nconfig = app.config\nconfig['KEY_A'] = 2\n"
            "app.config |= {'KEY_A': 3}\n",
        }
    )
    assert not use.unclear
    assert forms(use) == [("app.py", "write", "keyword"), ("app.py", "write", "item"), ("app.py", "write", "pair")]


def test_dictionaries_that_extensions_take_by_position() -> None:
    use = places(
        {
            "app.py": APP + "from flask_caching import Cache\ncache = Cache()\n"
            "cache.init_app(app, {'KEY_A': 1})\nCache(app, True, dict(KEY_A=2))\nprint(app, {'KEY_A': 3})\n"
        }
    )
    assert forms(use) == [("app.py", "write", "pair"), ("app.py", "write", "keyword")]
