"""Codemods that are rules in TOML: every kind can be written, and mistakes are told by file and key."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest

from flask_modernize.planning.configuration import ConfigurationError
from flask_modernize.planning.contract import Behaviour, Migration
from flask_modernize.plugins.declarations import Declaration
from flask_modernize.plugins.rule_tables import RulePlan, rule_kinds, rules_of
from flask_modernize.project.config_spaces import CELERY
from flask_modernize.rules.config_key_kinds import RenamedConfigKey, RenamedConfigValue
from flask_modernize.rules.kinds import (
    CallToAttribute,
    ChangedValue,
    Moved,
    RemovedKeyword,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedCall,
    Reported,
)
from flask_modernize.testing import assert_leaves, assert_rewrites


def rules(text: str) -> tuple[object, ...]:
    return rules_of(Declaration("acme", tomllib.loads(text), "codemods/acme.toml"), ("summary",))


def migration(text: str) -> Migration:
    plan = RulePlan(rules(text), "")
    return Migration("acme", 100, "acme 2", Behaviour.SAME, "", "Not in sections.", plan, whole_program=True)


def without_row(rule: object) -> object:
    return dataclasses.replace(rule, row="")  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('moved = { "a.b" = "a.c" }', Moved("", "a.b", "a.c")),
        ('[[moved]]\nold = "a.b"\nnew = "a.c"', Moved("", "a.b", "a.c")),
        ('renamed-attribute = { "a.B.c" = "d" }', RenamedAttribute("", "a.B", "c", "d")),
        (
            'renamed-attribute = [{ of = "a.B", old = "c", new = "d", overrides = true }]',
            RenamedAttribute("", "a.B", "c", "d", True),
        ),
        ('renamed-keyword = { "a.b.old" = "new" }', RenamedKeyword("", "a.b", "old", "new")),
        ('call-to-attribute = ["a.B.c"]', CallToAttribute("", "a.B", "c")),
        (
            'removed-keyword = [{ of = "a.b", keyword = "c", only = [1, true, "x"] }]',
            RemovedKeyword("", "a.b", "c", (1, True, "x")),
        ),
        (
            'changed-value = [{ of = "a.b", argument = 0, old = "x", new = "y" }]',
            ChangedValue("", "a.b", 0, "x", "y"),
        ),
        (
            'replaced-call = [{ of = "a.b", template = "{0}.c()", arguments = [1, 1] }]',
            ReplacedCall("", "a.b", "{0}.c()", arguments=(1, 1)),
        ),
        ('removed = { "a.b" = "Use a.c." }', Reported("", "a.b", "it is gone.", "Use a.c.")),
        ('renamed-config-key = { OLD = "NEW" }', RenamedConfigKey("", "OLD", "NEW")),
        (
            'renamed-config-key = [{ old = "o", new = "n", space = "celery" }]',
            RenamedConfigKey("", "o", "n", space=CELERY),
        ),
        (
            'renamed-config-value = [{ key = "K", values = { a = "b" }, gone = ["c"] }]',
            RenamedConfigValue("", "K", (("a", "b"),), ("c",)),
        ),
    ],
)
def test_a_table_is_the_rule_of_that_name(text: str, rule: object) -> None:
    (found,) = rules(text)
    assert without_row(found) == rule


VALUES = {str: '"a.b"', int: "1", bool: "true"}


@pytest.mark.parametrize("name", sorted(rule_kinds()))
def test_every_kind_can_be_written(name: str) -> None:
    kind = rule_kinds()[name]
    needed = [field for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    lists = {"names": '["a"]', "values": '{ a = "b" }'}
    keys = [f"{field.name.replace('_', '-')} = {lists.get(field.name, VALUES[str])}" for field in needed]
    (found,) = rules(f"[[{name}]]\n" + "\n".join(key for key in keys if not key.startswith("row")))
    assert type(found) is kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "codemods/acme.toml has no rules"),
        ('moved = "a.b"', "codemods/acme.toml: moved must be a list of tables"),
        ('moved = { "a.b" = 1 }', 'codemods/acme.toml: moved."a.b" must be a string'),
        ('moved = { "a b" = "c" }', "moved[1].old: 'a b' is no name"),
        ('mooved = { "a.b" = "c" }', "mooved: there is no such setting. Did you mean 'moved'?"),
        ('renamed-keyword = [{ of = "a.b", old = "c" }]', "renamed-keyword[1] needs 'new'"),
        (
            'renamed-keyword = [{ of = "a.b", od = "c" }]',
            "renamed-keyword[1]: there is no such key 'od'. Did you mean 'old'?",
        ),
        ('renamed-attribute = { "c" = "d" }', "'c' must name what it belongs to, too: package.Class.c"),
        ('added-keyword = { "a.b" = "c" }', "added-keyword must be a list of tables with keyword and of and value"),
        ('positional-to-keyword = [{ of = "a.b", names = "c" }]', "positional-to-keyword[1].names must be a list"),
        ('positional-to-keyword = [{ of = "a.b", names = ["c"], kept = true }]', "kept must be a whole number"),
        ('replaced-call = [{ of = "a.b", template = "{0}.(" }]', "replaced-call[1].template: '{0}.(' is no expression"),
        ('replaced-call = [{ of = "a.b", template = "c", arguments = [1] }]', "arguments must be a list of 2"),
        ('renamed-config-key = [{ old = "A", new = "B", space = "x" }]', "space must be flask or celery"),
        ("call-to-attribute = [1]", "call-to-attribute[1] must be a table"),
    ],
)
def test_mistakes_name_file_and_key(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        rules(text)
    assert said in str(error.value)


ACME = """
renamed-attribute = { "acme.Client.fetch" = "get" }
renamed-config-key = { ACME_URI = "ACME_URL" }
[moved]
"acme.legacy.helper" = "acme.tools.helper"
[removed]
"acme.gone" = "Use acme.new."
[[renamed-keyword]]
of = "acme.connect"
old = "timeout_s"
new = "timeout"
"""


def test_rules_rewrite_code_and_settings() -> None:
    assert_rewrites(
        migration(ACME),
        """
        from flask import Flask
        from acme import Client, connect
        from acme.legacy import helper

        app = Flask(__name__)
        app.config["ACME_URI"] = "x"
        client = Client()
        helper(client.fetch(connect(timeout_s=3)))
        """,
        """
        from flask import Flask
        from acme import Client, connect
        from acme.tools import helper

        app = Flask(__name__)
        app.config["ACME_URL"] = "x"
        client = Client()
        helper(client.get(connect(timeout=3)))
        """,
    )


def test_what_moves_is_rewritten_in_one_go() -> None:
    rewritten = migration(
        """
        moved = { "acme.legacy.Client" = "acme.Client" }
        moved-module = { "acme.net" = "acme.network" }
        renamed-attribute = { "acme.Client.fetch" = "get" }
        renamed-keyword = { "acme.network.connect.timeout_s" = "timeout" }
        """
    )
    before = "from acme.legacy import Client\nfrom acme.net import connect\n\nClient().fetch(connect(timeout_s=3))\n"
    after = "from acme import Client\nfrom acme.network import connect\n\nClient().get(connect(timeout=3))\n"
    assert_rewrites(rewritten, before, after)


def test_the_same_names_of_others_are_left_alone() -> None:
    assert_leaves(
        migration(ACME),
        """
        from other import Client, connect

        def helper(client: Client):
            return client.fetch(connect(timeout_s=3))
        """,
    )


def test_what_is_gone_is_reported() -> None:
    assert_leaves(migration(ACME), "import acme\nacme.gone()\n", codes=["L-REMOVED"])
