"""Rules for templates: what is written, what is left alone, and what is reported."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from flask_modernize.project import Project
from flask_modernize.rules.template_kinds import (
    TemplateAddedFilterKeyword,
    TemplateCallToAttribute,
    TemplatePositionalToKeyword,
    TemplateRedundantFilter,
    TemplateRemovedFilterArgument,
    TemplateRenamedFilter,
    TemplateRenamedFilterKeyword,
    TemplateRenamedMember,
    TemplateReplacedAttribute,
    TemplateReplacedCall,
    TemplateReportedFilter,
    TemplateRule,
)
from flask_modernize.rules.templates import plan_template_rules

ITEMS = TemplateRenamedMember("row", "builtins.dict", "iteritems", "items", unmistakable="only Python 2 has it")
HAS_KEY = TemplateReplacedCall("row", "builtins.dict", "has_key", "{0} in {self}", 1, unmistakable="only Python 2")
ACTIVE = TemplateCallToAttribute("row", "flask_login.UserMixin", "is_active")
XHR = TemplateReplacedAttribute("row", "flask.Request", "is_xhr", "{self}.headers.get('X') == 'Y'")
PAGES = TemplatePositionalToKeyword("row", "lib.Pages", "pages", ("left", "right"), ("right",), unmistakable="only it")
LOGIN = "from flask_login import LoginManager, current_user\n"


def planned(files: dict[str, str], *rules: TemplateRule) -> tuple[dict[str, str], list[tuple[str, int, int, str]]]:
    project = Project.from_files(files)
    groups, findings = plan_template_rules(project, rules)
    changed = {}
    for path in files:
        data = project.tree.read(path)
        edits = sorted((edit for group in groups for edit in group.edits if edit.path == path), reverse=True)
        for edit in edits:
            data = data[: edit.start] + edit.replacement + data[edit.end :]
        if edits:
            changed[path] = data.decode()
    return changed, [(each.path, each.line, each.column, each.code) for each in findings]


def template(text: str, *rules: TemplateRule, python: str = "") -> str:
    """What becomes of one template, when nothing is reported."""
    changed, findings = planned({"templates/a.html": text, "app.py": python}, *rules)
    assert findings == []
    return changed.get("templates/a.html", text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% for k, v in d.iteritems() %}{% endfor %}", "{% for k, v in d.items() %}{% endfor %}"),
        ("{{ (a or b).iteritems()|list }}", "{{ (a or b).items()|list }}"),
        ("{{ d.iteritems }} {{ iteritems(d) }}", "{{ d.items }} {{ iteritems(d) }}"),
        ("é {{ d.iteritems() }}", "é {{ d.items() }}"),
        ("{{ d['iteritems'] }}", "{{ d['iteritems'] }}"),
        ("{# d.iteritems() #}{% raw %}{{ d.iteritems() }}{% endraw %}", None),
    ],
)
def test_members_with_another_name(before: str, after: str | None) -> None:
    if "['iteritems']" in before:
        assert planned({"templates/a.html": before}, ITEMS)[0] == {}
    else:
        assert template(before, ITEMS) == (after or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% if d.has_key('a') %}{% endif %}", "{% if 'a' in d %}{% endif %}"),
        ("{% if not d.has_key(a) and b %}{% endif %}", "{% if not a in d and b %}{% endif %}"),
        ("{{ d.has_key(a or b)|int }}", "{{ ((a or b) in d)|int }}"),
        ("{{ d.has_key(a) == true }}", "{{ (a in d) == true }}"),
        ("{{ f(d.has_key('x')) }}", "{{ f('x' in d) }}"),
        ("{{ d.has_key() }}", "{{ d.has_key() }}"),
    ],
)
def test_calls_that_are_expressions(before: str, after: str) -> None:
    assert template(before, HAS_KEY) == after
    Environment().parse(after)


def test_rewritten_calls_mean_the_same() -> None:
    class Old(dict):  # type: ignore[type-arg]
        def has_key(self, key: object) -> bool:
            return key in self

    values = {"d": Old(a=1), "a": "a", "b": False}
    for text in ("{{ not d.has_key(a) and b }}", "{{ d.has_key(b or a)|int }}", "{{ d.has_key(a) == true }}"):
        new = template(text, HAS_KEY)
        assert new != text
        assert Environment().from_string(new).render(values) == Environment().from_string(text).render(values)


def test_a_method_that_the_project_defines_itself_is_not_unmistakable() -> None:
    python = "class Prices:\n    def iteritems(self):\n        return []\n"
    changed, findings = planned({"templates/a.html": "{{ p.iteritems() }}", "a.py": python}, ITEMS)
    assert changed == {}
    assert findings == [("templates/a.html", 1, 6, "L-RECEIVER")]


# --- whose member it is ---

VIEW = "from flask import Flask, render_template, request\napp = Flask(__name__)\n"


def test_flask_s_own_names_and_what_views_hand_over() -> None:
    python = VIEW + LOGIN + "def view():\n    return render_template('a.html', user=current_user, other=[])\n"
    text = "{{ current_user.is_active() }}{{ user.is_active() }}{{ user.is_active(1) }}{{ is_active() }}"
    assert template(text, ACTIVE, python=python) == (
        "{{ current_user.is_active }}{{ user.is_active }}{{ user.is_active(1) }}{{ is_active() }}"
    )
    assert template("{{ request.is_xhr }}", XHR, python=python) == "{{ request.headers.get('X') == 'Y' }}"


def test_what_is_handed_over_differs_or_is_not_known() -> None:
    python = (
        VIEW + LOGIN + "def one():\n    return render_template('a.html', user=current_user)\n"
        "def two(thing):\n    return render_template('a.html', user=thing)\n"
    )
    changed, findings = planned({"app.py": python, "templates/a.html": "{{ user.is_active() }}"}, ACTIVE)
    assert changed == {}
    assert findings == [("templates/a.html", 1, 9, "L-RECEIVER")]
    assert planned({"app.py": VIEW, "templates/a.html": "{{ user.is_active() }}"}, ACTIVE) == ({}, [])


def test_context_processors_globals_and_g() -> None:
    python = (
        VIEW + LOGIN + "from flask import g\n"
        "@app.context_processor\ndef names():\n    return dict(visitor=current_user)\n"
        "app.jinja_env.globals['owner'] = current_user\n"
        "@app.before_request\ndef load():\n    g.user = current_user\n"
    )
    text = "{{ visitor.is_active() }}{{ owner.is_active() }}{{ g.user.is_active() }}"
    assert template(text, ACTIVE, python=python) == "{{ visitor.is_active }}{{ owner.is_active }}{{ g.user.is_active }}"


def test_macros_and_templates_that_are_included() -> None:
    changed, findings = planned(
        {
            "app.py": VIEW + LOGIN + "def view():\n    return render_template('page.html', user=current_user)\n",
            "templates/page.html": "{% extends 'base.html' %}{% from 'm.html' import badge as b %}{{ b(user) }}",
            "templates/base.html": "{% include 'head.html' %}",
            "templates/head.html": "{{ user.is_active() }}",
            "templates/m.html": "{% macro badge(who) %}{% set w = who %}{{ w.is_active() }}{% endmacro %}",
        },
        ACTIVE,
    )
    assert findings == []
    assert changed == {
        "templates/head.html": "{{ user.is_active }}",
        "templates/m.html": "{% macro badge(who) %}{% set w = who %}{{ w.is_active }}{% endmacro %}",
    }


# --- arguments ---


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{{ p.pages(1, 5) }}", "{{ p.pages(left=1, right=4) }}"),
        ("{{ p.pages(1, right=n) }}", "{{ p.pages(left=1, right=n - 1) }}"),
        ("{{ p.pages(a, b or c) }}", "{{ p.pages(left=a, right=(b or c) - 1) }}"),
        ("{{ p.pages() }}{{ p.pages(left=2) }}", "{{ p.pages() }}{{ p.pages(left=2) }}"),
    ],
)
def test_positional_arguments_become_keywords(before: str, after: str) -> None:
    assert template(before, PAGES) == after


def test_arguments_that_cannot_be_told_are_reported() -> None:
    for arguments, code in (("*x", "L-ARGUMENTS"), ("1, 2, 3", "L-ARGUMENTS"), ("right=5", "L-VALUE")):
        changed, findings = planned({"templates/a.html": f"{{{{ p.pages({arguments}) }}}}"}, PAGES)
        assert changed == {}
        assert [each[3] for each in findings] == [code]


# --- filters ---

FIRST = TemplateRenamedFilterKeyword("row", "indent", "indentfirst", "first")


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (FIRST, "{{ x|indent(2, indentfirst=True) }}", "{{ x|indent(2, first=True) }}"),
        (FIRST, "{{ 'indentfirst='|indent(indentfirst = (y)) }}", "{{ 'indentfirst='|indent(first = (y)) }}"),
        (FIRST, "{% filter indent(indentfirst=y) %}{% endfilter %}", "{% filter indent(first=y) %}{% endfilter %}"),
        (FIRST, "{{ x|other(indentfirst=True) }}", "{{ x|other(indentfirst=True) }}"),
        (TemplateRemovedFilterArgument("row", "pprint", "verbose"), "{{ x|pprint(1)|e }}", "{{ x|pprint|e }}"),
        (TemplateRedundantFilter("row", "safe", "tojson"), "{{ x|tojson | safe }}", "{{ x|tojson }}"),
        (TemplateRedundantFilter("row", "safe", "tojson"), "{{ x|tojson(2)|safe|e }}", "{{ x|tojson(2)|e }}"),
        (TemplateRedundantFilter("row", "safe", "tojson"), "{{ (x|tojson) ~ y|safe }}", "{{ (x|tojson) ~ y|safe }}"),
        (TemplateAddedFilterKeyword("row", "g", "k", "1"), "{{ x|g('a') }}", "{{ x|g('a', k=1) }}"),
        (TemplateAddedFilterKeyword("row", "g", "k", "1"), "{{ x|g }} {{ x|g() }}", "{{ x|g(k=1) }} {{ x|g(k=1) }}"),
        (TemplateAddedFilterKeyword("row", "g", "k", "1"), "{{ x|g('a', k=2) }}", "{{ x|g('a', k=2) }}"),
        (TemplateRenamedFilter("row", "old", "new"), "{{ 'a'|old|upper }} {{ old }}", "{{ 'a'|new|upper }} {{ old }}"),
        (
            TemplateRenamedFilter("row", "old", "new", True),
            "{% if x is not old %}{% endif %}",
            "{% if x is not new %}{% endif %}",
        ),
    ],
)
def test_filters(rule: TemplateRule, before: str, after: str) -> None:
    assert template(before, rule) == after


def test_filters_of_the_project_s_own_are_left_alone() -> None:
    for python in (
        "@app.template_filter()\ndef indent(x): pass\n",
        "@app.template_filter('indent')\ndef own(x): pass\n",
        "app.jinja_env.filters['indent'] = own\n",
        "app.add_template_filter(own, name='indent')\n",
    ):
        text = "{{ x|indent(indentfirst=True) }}"
        assert template(text, FIRST, python="from app import app\n" + python) == text


def test_filters_that_a_person_has_to_look_at() -> None:
    rule = TemplateReportedFilter("row", "urlize", "message", "advice")
    assert planned({"templates/a.html": "\n{{ x|urlize }}"}, rule) == ({}, [("templates/a.html", 2, 6, "L-TEMPLATE")])


# --- templates in Python code ---

RENDER = "from flask import render_template_string\n"


def test_strings_that_are_rendered() -> None:
    python = (
        "from flask import render_template_string\nfrom jinja2 import Environment, Template\n"
        'PAGE = """{{ d.iteritems() }}"""\nOTHER = "{{ d.iteritems() }}"\n'
        "def view():\n    return render_template_string(PAGE)\n"
        "render_template_string('{{ \\'é\\' }}{{ d.iteritems() }}')\n"
        "Template('a' '{{ d.iteritems() }}')\nEnvironment().from_string('{{ d.iteritems() }}')\n"
    )
    changed, findings = planned({"app.py": python}, ITEMS)
    assert findings == []
    assert changed["app.py"] == python.replace("iteritems", "items").replace(
        'OTHER = "{{ d.items() }}"', 'OTHER = "{{ d.iteritems() }}"'
    )


def test_the_new_text_takes_the_quotes_that_the_literal_leaves() -> None:
    changed, findings = planned({"app.py": f"{RENDER}render_template_string('{{{{ request.is_xhr }}}}')\n"}, XHR)
    assert findings == []
    assert changed["app.py"] == f'{RENDER}render_template_string(\'{{{{ request.headers.get("X") == "Y" }}}}\')\n'


def test_strings_in_which_the_new_text_would_need_escapes() -> None:
    rule = TemplateReplacedAttribute("row", "flask.Request", "is_xhr", "f('X', \"Y\")")
    changed, findings = planned({"app.py": f"{RENDER}render_template_string('{{{{ request.is_xhr }}}}')\n"}, rule)
    assert changed == {}
    assert findings == [("app.py", 2, 28, "L-TEMPLATE")]
