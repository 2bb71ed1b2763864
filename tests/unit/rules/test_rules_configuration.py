"""Rules for configuration keys: what is written, and when nothing is."""

from __future__ import annotations

from collections.abc import Sequence

from flask_modernize.project import Project
from flask_modernize.rules.config_key_kinds import (
    ConfigKeyToAttribute,
    ConfigKeyToItem,
    ConfigRule,
    ProvidedConfigKey,
    RemovedConfigKey,
    RenamedConfigKey,
    RenamedConfigValue,
    ReportedConfigKey,
)
from flask_modernize.rules.config_keys import plan_config_rules

APP = "from flask import Flask\n\napp = Flask(__name__)\n"
RENAMED = RenamedConfigKey("row", "OLD", "NEW")
SORT = ConfigKeyToAttribute("row", "SORT", "json.sort_keys", default="True")
COMPACT = ConfigKeyToAttribute("row", "PRETTY", "json.compact", negated=True)
DEAD = RemovedConfigKey("row", "DEAD", "Do without it.")
ITEMS = (ConfigKeyToItem("row", "POOL_SIZE", "OPTIONS", "size"), ConfigKeyToItem("row", "POOL_AGE", "OPTIONS", "age"))
VALUES = RenamedConfigValue("row", "TYPE", (("a", "Alpha"), ("b", "Beta")), gone=("c",))
PROVIDED = ProvidedConfigKey("row", "ENV", 'os.environ["X"]', module="os")


def rewritten(files: dict[str, str], *rules: ConfigRule) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The changed files, and (path, line) of the findings."""
    project = Project.from_files(files)
    groups, findings = plan_config_rules(project, rules)
    changed = {}
    for path in files:
        data = project.tree.read(path)
        edits = sorted({edit for group in groups for edit in group.edits if edit.path == path}, reverse=True)
        for edit in edits:
            data = data[: edit.start] + edit.replacement + data[edit.end :]
        if edits:
            changed[path] = data.decode()
    return changed, [(each.path, each.line) for each in findings]


def body(source: str, *rules: ConfigRule) -> str:
    """What becomes of lines below the application, when nothing is reported."""
    changed, findings = rewritten({"app.py": APP + source}, *rules)
    assert findings == []
    return changed["app.py"].removeprefix(APP) if changed else ""


def reported(files: dict[str, str], rules: Sequence[ConfigRule]) -> list[tuple[str, int]]:
    """Where something is reported, when nothing is changed."""
    changed, findings = rewritten(files, *rules)
    assert changed == {}
    return findings


# --- another name ---


def test_all_places_of_a_key_get_its_new_name() -> None:
    changed, findings = rewritten(
        {
            "app.py": APP + 'app.config.from_object("config.Config")\nprint(app.config["OLD"])\n',
            "config.py": "class Config:\n    OLD = 1\n    OTHER = OLD\n",
            "templates/a.html": "{{ config.OLD }} {{ OLD }}",
        },
        RENAMED,
    )
    assert findings == []
    assert changed == {
        "app.py": APP + 'app.config.from_object("config.Config")\nprint(app.config["NEW"])\n',
        "config.py": "class Config:\n    NEW = 1\n    OTHER = NEW\n",
        "templates/a.html": "{{ config.NEW }} {{ OLD }}",
    }


def test_one_unclear_place_keeps_all_of_them() -> None:
    files = {"app.py": APP + 'app.config["OLD"] = 1\n', "a.py": 'def f(x):\n    x.config["OLD"] = 2\n'}
    assert reported(files, [RENAMED]) == [("a.py", 2)]


def test_a_key_that_has_both_names_already_loses_the_old_one_if_it_says_the_same() -> None:
    both = 'app.config["OLD"] = {}\napp.config["NEW"] = False\n'
    assert body(both.format(False), RENAMED) == 'app.config["NEW"] = False\n'
    assert reported({"app.py": APP + both.format(True)}, [RENAMED]) == [("app.py", 4)]


def test_keys_that_belong_together_are_renamed_all_or_none() -> None:
    first = RenamedConfigKey("row", "A_OLD", "a", together="all")
    second = RenamedConfigKey("row", "B_OLD", "b", together="all")
    files = {"app.py": APP + 'app.config["A_OLD"] = 1\n', "other.py": 'def f(x):\n    x.config["B_OLD"]\n'}
    assert reported(files, [first, second]) == [("other.py", 2)]
    changed, _ = rewritten({"app.py": files["app.py"]}, first, second)
    assert changed == {"app.py": APP + 'app.config["a"] = 1\n'}


# --- attributes ---


def test_a_key_that_is_written_to_the_application_becomes_an_attribute() -> None:
    assert body('app.config["SORT"] = False\n', SORT) == "app.json.sort_keys = False\n"
    assert body('app.config["PRETTY"] = x or y\n', COMPACT) == "app.json.compact = not (x or y)\n"
    assert body('app.config["PRETTY"] = False\nprint(app.config["PRETTY"] == 1)\n', COMPACT) == (
        "app.json.compact = True\nprint((not app.json.compact) == 1)\n"
    )
    assert body("app.config.update(SORT=False)\n", SORT) == "app.json.sort_keys = False\n"
    assert body("if x:\n    app.config.update(A=1, SORT=y)\n", SORT) == (
        "if x:\n    app.config.update(A=1)\n    app.json.sort_keys = y\n"
    )


def test_a_key_of_settings_stays_and_the_attribute_is_set_from_it_once() -> None:
    files = {
        "app.py": "from flask import Flask\n\n\ndef create_app(name):\n    app = Flask(__name__)\n"
        "    if name:\n        app.config.from_object('config.' + name)\n    return app\n",
        "config.py": "class Config:\n    SORT = False\n    PRETTY = True\n",
    }
    changed, findings = rewritten(files, SORT, COMPACT)
    assert findings == []
    assert list(changed) == ["app.py"]
    assert changed["app.py"].endswith(
        "    if name:\n        app.config.from_object('config.' + name)\n"
        "    if 'PRETTY' in app.config:\n        app.json.compact = not app.config['PRETTY']\n"
        "    app.json.sort_keys = app.config.get('SORT', True)\n    return app\n"
    ) or changed["app.py"].endswith(
        "    app.json.sort_keys = app.config.get('SORT', True)\n"
        "    if 'PRETTY' in app.config:\n        app.json.compact = not app.config['PRETTY']\n    return app\n"
    )
    assert rewritten({**files, **changed}, SORT, COMPACT) == ({}, [])


LOST = ConfigKeyToAttribute("row", "SORT", "json.sort_keys", default="True", lost_by=("json", "json_encoder"))


def test_an_attribute_is_set_after_what_would_lose_it() -> None:
    assert body('app.config["SORT"] = False  # as it is\napp.json_encoder = Encoder\nx = 1\n', LOST) == (
        "# as it is\napp.json_encoder = Encoder\napp.json.sort_keys = False\nx = 1\n"
    )
    assert body('app.json = Provider(app)\napp.config["SORT"] = False\n', LOST) == (
        "app.json = Provider(app)\napp.json.sort_keys = False\n"
    )
    assert body('other.json = 1\napp.config["SORT"] = False\nother.json = 2\n', LOST) == (
        "other.json = 1\napp.json.sort_keys = False\nother.json = 2\n"
    )
    files = {"app.py": APP + 'app.config["SORT"] = False\ndef late():\n    app.json_encoder = Encoder\n'}
    assert reported(files, [LOST]) == [("app.py", 4)]


def test_an_attribute_is_set_from_settings_after_what_would_lose_it() -> None:
    changed, findings = rewritten(
        {
            "app.py": APP + "app.config.from_object('c.Config')\napp.json_encoder = Encoder\n",
            "c.py": "class Config:\n    SORT = False\n",
        },
        LOST,
    )
    assert findings == []
    assert changed["app.py"].endswith("app.json_encoder = Encoder\napp.json.sort_keys = app.config.get('SORT', True)\n")


# --- no effect ---


def test_what_writes_a_dead_key_goes() -> None:
    assert body('app.config["DEAD"] = 1\nx = 1\n', DEAD) == "x = 1\n"
    assert body("app.config.update(DEAD=1)\nx = 1\n", DEAD) == "x = 1\n"
    assert body("app.config.update(A=1, DEAD=1)\n", DEAD) == "app.config.update(A=1)\n"
    assert body("app.config.update(\n    DEAD=1,\n    A=1,\n)\n", DEAD) == "app.config.update(\n    A=1,\n)\n"
    assert body("def f():\n    app.config['DEAD'] = 1\n", DEAD) == "def f():\n    pass\n"


def test_a_comment_behind_a_dead_key_is_kept() -> None:
    assert body('app.config["DEAD"] = 1  # because\n', DEAD) == "# because\n"


def test_a_dead_key_that_is_read_or_does_something_is_reported() -> None:
    assert reported({"app.py": APP + 'app.config["DEAD"] = 1\nprint(app.config["DEAD"])\n'}, [DEAD]) == [("app.py", 5)]
    assert reported({"app.py": APP + 'app.config["DEAD"] = connect()\n'}, [DEAD]) == [("app.py", 4)]
    assert reported({"app.py": APP + 'x = 1; app.config["DEAD"] = 1\n'}, [DEAD]) == [("app.py", 4)]


def test_a_dead_key_goes_only_with_values_that_lose_nothing() -> None:
    rule = RemovedConfigKey("row", "DEAD", only=("True",), otherwise="it is always so today")
    assert body('app.config["DEAD"] = True\n', rule) == ""
    assert reported({"app.py": APP + 'app.config["DEAD"] = False\n'}, [rule]) == [("app.py", 4)]


# --- items of a dictionary ---


def test_keys_of_one_place_become_one_dictionary() -> None:
    assert body('app.config["POOL_SIZE"] = 1\nx = 2\napp.config["POOL_AGE"] = x\n', *ITEMS) == (
        'x = 2\napp.config["OPTIONS"] = {"size": 1, "age": x}\n'
    )
    assert body("app.config.update(POOL_SIZE=1, A=2, POOL_AGE=3)\n", *ITEMS) == (
        'app.config.update(OPTIONS={"size": 1, "age": 3}, A=2)\n'
    )
    assert body('app.config["POOL_SIZE"] = 1\nprint(app.config["POOL_SIZE"])\n', *ITEMS) == (
        'app.config["OPTIONS"] = {"size": 1}\nprint(app.config["OPTIONS"]["size"])\n'
    )


def test_comments_behind_keys_stay_beside_their_items() -> None:
    settings = "class Config:\n    POOL_SIZE = 1  # few\n    POOL_AGE = 2\n"
    changed, findings = rewritten({"app.py": APP + "app.config.from_object('c.Config')\n", "c.py": settings}, *ITEMS)
    assert findings == []
    assert changed["c.py"] == ('class Config:\n    OPTIONS = {\n        "size": 1,  # few\n        "age": 2,\n    }\n')


def test_subclasses_add_to_what_they_inherit_and_dictionaries_are_extended() -> None:
    settings = (
        "class Base:\n    POOL_SIZE = 1\n\n\nclass Sub(Base):\n    POOL_AGE = 2\n\n\n"
        'class Own:\n    OPTIONS = {"echo": True, "age": 5}\n    POOL_SIZE = 3\n    POOL_AGE = 4\n'
    )
    app = APP + "app.config.from_object('c.Sub')\napp.config.from_object('c.Own')\n"
    changed, findings = rewritten({"app.py": app, "c.py": settings}, *ITEMS)
    assert findings == []
    assert changed["c.py"] == (
        'class Base:\n    OPTIONS = {"size": 1}\n\n\n'
        'class Sub(Base):\n    OPTIONS = {**Base.OPTIONS, "age": 2}\n\n\n'
        'class Own:\n    OPTIONS = {"echo": True, "age": 5, "size": 3}\n'
    )


def test_the_dictionary_stands_where_the_first_key_stood_if_the_values_allow_it() -> None:
    assert body('app.config["POOL_SIZE"] = 1\ninit(app)\napp.config["POOL_AGE"] = 2\n', *ITEMS) == (
        'app.config["OPTIONS"] = {"size": 1, "age": 2}\ninit(app)\n'
    )


def test_branches_have_dictionaries_of_their_own() -> None:
    branches = "if x:\n    app.config['POOL_SIZE'] = 1\nelse:\n    app.config['POOL_SIZE'] = 2\n"
    assert body(branches, *ITEMS) == (
        "if x:\n    app.config['OPTIONS'] = {**app.config.get('OPTIONS', {}), 'size': 1}\n"
        "else:\n    app.config['OPTIONS'] = {**app.config.get('OPTIONS', {}), 'size': 2}\n"
    )


def test_values_that_may_be_none_are_left_out_then_as_they_were_ignored() -> None:
    settings = 'import os\n\n\nclass Config:\n    POOL_SIZE = os.environ.get("SIZE")\n    POOL_AGE = 5  # seconds\n'
    changed, findings = rewritten({"app.py": APP + "app.config.from_object('c.Config')\n", "c.py": settings}, *ITEMS)
    assert findings == []
    assert changed["c.py"] == (
        "import os\n\n\nclass Config:\n    OPTIONS = {\n        name: value\n        for name, value in {\n"
        '            "size": os.environ.get("SIZE"),\n            "age": 5,  # seconds\n        }.items()\n'
        "        if value is not None\n    }\n"
    )
    space: dict[str, object] = {}
    exec(changed["c.py"], space)
    assert space["Config"].OPTIONS == {"age": 5}  # type: ignore[attr-defined]


def test_a_value_that_may_be_none_in_one_of_several_places_is_reported() -> None:
    files = {
        "app.py": APP + 'import os\napp.config["POOL_SIZE"] = os.environ.get("SIZE")\n'
        "if app.debug:\n    app.config['POOL_AGE'] = 1\n"
    }
    assert reported(files, ITEMS) == [("app.py", 5)]


# --- values ---


def test_values_are_renamed_where_they_are_given_and_compared() -> None:
    assert body('app.config["TYPE"] = "a" if x else "b"\nprint(app.config["TYPE"] in ("a", "z"))\n', VALUES) == (
        'app.config["TYPE"] = "Alpha" if x else "Beta"\nprint(app.config["TYPE"] in ("Alpha", "z"))\n'
    )


def test_values_that_are_gone_or_not_written_out_are_reported() -> None:
    assert reported({"app.py": APP + 'app.config["TYPE"] = "c"\n'}, [VALUES]) == [("app.py", 4)]
    assert reported({"app.py": APP + 'app.config["TYPE"] = input()\n'}, [VALUES]) == [("app.py", 4)]


# --- values that libraries had ---


def test_a_key_that_is_read_gets_the_value_that_it_had() -> None:
    assert body('print(app.config["ENV"])\n', PROVIDED) == (
        'app.config["ENV"] = os.environ["X"]\nprint(app.config["ENV"])\n'
    )
    assert body('app.config["ENV"] = 1\nprint(app.config["ENV"])\n', PROVIDED) == ""


def test_a_key_matters_to_programs_that_use_what_reads_it() -> None:
    rule = ProvidedConfigKey("row", "TRACK", "True", used=("flask_sqlalchemy.models_committed",), replaced=("None",))
    signals = "from flask_sqlalchemy import models_committed\n"
    changed, _ = rewritten({"a/app.py": APP + signals, "b/app.py": APP}, rule)
    assert changed == {"a/app.py": APP + 'app.config["TRACK"] = True\n' + signals}
    assert body(signals + 'app.config["TRACK"] = None\n', rule) == signals + 'app.config["TRACK"] = True\n'
    assert body(signals + 'app.config["TRACK"] = False\n', rule) == ""


def test_a_key_is_reported_with_the_values_that_matter() -> None:
    rule = ReportedConfigKey("row", "KEY", "lost", "See to it.", harmless=("False",))
    assert reported({"app.py": APP + 'app.config["KEY"] = True\n'}, [rule]) == [("app.py", 4)]
    assert reported({"app.py": APP + 'app.config["KEY"] = False\n'}, [rule]) == []
