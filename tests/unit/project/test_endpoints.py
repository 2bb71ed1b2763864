"""Which literals name endpoints, and which places cannot be followed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.project import Project
from flask_modernize.project.endpoints import EndpointNames, endpoint_names
from flask_modernize.project.programs import programs
from flask_modernize.project.string_places import texts_in_string
from flask_modernize.sources import SourceFile

HEAD = """
from flask import Flask, render_template, render_template_string, request, url_for

app = Flask(__name__)
"""


def names_in(code: str, templates: Mapping[str, str] | None = None) -> tuple[EndpointNames, Mapping[str, str]]:
    files = {"app.py": HEAD + dedent(code)}
    files |= {f"templates/{name}": text for name, text in (templates or {}).items()}
    project = Project.from_files(files)
    (program,) = programs(project)
    return endpoint_names(project, program), files


def found_in(code: str, templates: Mapping[str, str] | None = None) -> list[str]:
    """The values of the references, with a question mark where something is doubtful; each stands at its place."""
    names, files = names_in(code, templates)
    for each in names.references:
        data = files[each.path].encode()
        assert data[each.offset :].startswith(each.value.encode()), each
    return [each.value + ("?" if each.doubt else "") for each in names.references]


def unknown_in(code: str, templates: Mapping[str, str] | None = None) -> list[str]:
    names, _ = names_in(code, templates)
    return [f"{each.message} | {each.pattern}" for each in names.unknown]


PYTHON = [
    ("url_for('a')", ["a"]),
    ("url_for(endpoint='a', x=1)", ["a"]),
    ("import flask\nflask.url_for('a')\nflask.redirect(flask.url_for('b'))", ["a", "b"]),
    ("app.url_for('a')", ["a"]),
    ("url_for('a' if request.args else 'b')", ["a", "b"]),
    ("target = 'a'\nurl_for(target)", ["a"]),
    ("def f():\n    target = 'a'\n    if request.args:\n        target = 'b'\n    return url_for(target)", ["a", "b"]),
    ("def go(to):\n    return url_for(to)\ngo('a')\ngo(to='b')", ["a", "b"]),
    ("def go(to='z'):\n    return url_for(to)\ndef on(x):\n    return go(x)\non('a')", ["z", "a"]),
    (
        "class V:\n    def go(self, to):\n        return url_for(to)\n    def x(self):\n        return self.go('a')",
        ["a"],
    ),
    ("for e, t in [('a', 'A'), ('b', 'B')]:\n    url_for(e)", ["a", "b"]),
    ("D = {'k': 'a', 'l': 'b'}\nurl_for(D['k'])", ["a"]),
    ("D = {'k': 'a', 'l': 'b'}\nurl_for(D.get(request.path, 'c'))", ["a", "b", "c"]),
    ("D = {'a': 1, 'b': 2}\nD[request.endpoint]\nD.get(request.endpoint)", ["a", "b"]),
    ("[url_for(e) for e in ('a', 'b')]", ["a", "b"]),
    ("f'{url_for(\"a\")} b'", ["a"]),
    ("request.endpoint == 'a'\n'b' != request.endpoint\nrequest.endpoint in ['c']", ["a", "b", "c"]),
    ("e = request.endpoint\nif e == 'a' or e in ('b',):\n    pass", ["a", "b"]),
    ("app.view_functions['a'] = 1\n'b' in app.view_functions\napp.view_functions.get('c')", ["a", "b", "c"]),
    ("m = object()\nm.login_view = 'a'\nm.blueprint_login_views = {'x': 'b'}", ["a", "b"]),
    ("app.config['SECURITY_POST_LOGIN_VIEW'] = 'a'\napp.config.update(USER_HOME_ENDPOINT='b')", ["a", "b"]),
    ("class Config:\n    SECURITY_POST_LOGIN_VIEW = 'a'\n    OTHER_VIEW = '/url'", ["a"]),
    ("url_for(u'''a''')\nurl_for('a' 'b')\nurl_for(r'c')", ["a", "c"]),
    ("app.config['X'] = 'a'\nprint('b')\nobject().get_url('c')", []),
]


@pytest.mark.parametrize(("code", "expected"), PYTHON)
def test_literals_in_python(code: str, expected: list[str]) -> None:
    if "'a' 'b'" in code:
        names, _ = names_in(code)
        assert [each.value for each in names.references] == ["a", "ab", "c"]
        return
    assert found_in(code) == expected
    assert unknown_in(code) == []


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        ("url_for(request.args['x'])", ".*"),
        ("url_for('edit_' + request.path)", "edit_.*"),
        ("url_for('%s.edit' % request.path)", r".*\.edit"),
        ("url_for('.{}_list'.format(request.path))", "_list"),
        ("url_for(f'x_{request.path}')", "x_.*"),
        ("def go(to):\n    return url_for(to)\ngo(request.path)", ".*"),
        ("def go(to):\n    return url_for(to)\nCALLBACKS = [go]", ".*"),
        ("@app.route('/<to>')\ndef go(to):\n    return url_for(to)", ".*"),
        ("def go(**kwargs):\n    return url_for(**kwargs)", ".*"),
        ("print('x' + request.endpoint)", ".*"),
        ("request.endpoint.startswith('a')", ".*"),
        ("if request.blueprint is None:\n    pass", ".*"),
        ("import os\nurl_for(os.environ['X'])", ".*"),
    ],
)
def test_values_that_cannot_be_followed(code: str, pattern: str) -> None:
    assert [each.rpartition(" | ")[2] for each in unknown_in(code)] == [pattern if pattern != "_list" else ".*_list"]


@pytest.mark.parametrize(
    "code",
    [
        "url_for(request.endpoint, page=2)",
        "for rule in app.url_map.iter_rules():\n    url_for(rule.endpoint)",
        "if request.endpoint:\n    pass",
        "app.logger.info('at %s', request.endpoint)",
        "request.blueprint == 'admin'",
        "app.view_functions[request.endpoint]",
    ],
)
def test_uses_of_the_endpoint_that_need_nothing(code: str) -> None:
    assert (found_in(code), unknown_in(code)) == ([], [])


def test_a_literal_that_is_also_used_otherwise_is_doubtful() -> None:
    code = "def f(session):\n    view = 'a'\n    session['next'] = view\n    return url_for(view)"
    assert found_in(code) == ["a?"]


TEMPLATES = [
    ("{{ url_for('a') }}{{ url_for(endpoint='b') }}", ["a", "b"]),
    ("{% set e = 'a' %}{{ url_for(e) }}", ["a"]),
    ("{% for e in ['a', 'b'] %}{{ url_for(e) }}{% endfor %}", ["a", "b"]),
    ("{% for e, t in (('a', 'x'), ('b', 'y')) %}{{ url_for(e) }}{{ t }}{% endfor %}", ["a", "b"]),
    ("{% for k, v in {'a': 'x'}.items() %}{{ url_for(k) }}{{ v }}{% endfor %}", ["a"]),
    ("{% for i in [{'e': 'a', 't': 'x'}] %}{{ url_for(i.e) }}{{ i.t }}{% endfor %}", ["a"]),
    ("{% macro m(e, t) %}{{ url_for(e) }}{{ t }}{% endmacro %}{{ m('a', 'x') }}{{ m(t='y', e='b') }}", ["a", "b"]),
    ("{% if request.endpoint == 'a' %}{% elif 'b' != request.endpoint %}{% endif %}", ["a", "b"]),
    ("{{ 'x' if request.endpoint in ('a', 'b') }}", ["a", "b"]),
    ("{% macro m(e) %}{{ request.endpoint == e }}{{ url_for(e) }}{% endmacro %}{{ m('a') }}", ["a"]),
    ("{{ url_for('a' if x else 'b') }}{{ url_for(y or 'c') if false }}", ["a", "b", "c"]),
    ("{% macro m(e) %}{% if request.endpoint.endswith(e) %}{% endif %}{% endmacro %}{{ m('a') }}", ["a"]),
    ("{# {{ url_for('a') }} #}{% raw %}{{ url_for('b') }}{% endraw %}{{ 'c' }} url_for('d')", []),
]


@pytest.mark.parametrize(("template", "expected"), TEMPLATES)
def test_literals_in_templates(template: str, expected: list[str]) -> None:
    assert found_in("render_template('x.html', y=None)", {"x.html": template}) == expected


def test_variables_come_from_the_code_that_renders() -> None:
    code = "NAV = [('a', 'A'), ('b', 'B')]\nrender_template('x.html', nav=NAV, back='c')"
    template = "{% for e, t in nav %}{{ url_for(e) }}{{ t }}{% endfor %}{{ url_for(back) }}"
    assert found_in(code, {"x.html": template}) == ["a", "b", "c"]
    assert unknown_in("render_template('x.html')", {"x.html": template}) == [
        "the endpoint comes from nav | .*",
        "the endpoint comes from back | .*",
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{ url_for(page) }}{{ page }}",
        "{% set page = 'a' %}{{ url_for(page) }}<b class={{ page }}>",
        "{% for e in ['a'] %}{{ url_for(e) }}{{ e }}{% endfor %}",
        "{% for i in [{'e': 'a'}] %}{{ url_for(i.e) }}{{ i.e|title }}{% endfor %}",
        "{% macro m(e) %}{{ url_for(e) }}{{ e }}{% endmacro %}{{ m('a') }}",
    ],
)
def test_a_literal_that_is_also_shown_is_doubtful(template: str) -> None:
    assert found_in("render_template('x.html', page='a')", {"x.html": template}) == ["a?"]


def test_functions_that_templates_call() -> None:
    code = """
    @app.template_global('link')
    def make_link(endpoint, text):
        return url_for(endpoint)

    @app.template_filter()
    def linked(endpoint):
        return url_for(endpoint)

    app.jinja_env.globals.update(other=lambda: 1)
    """
    assert found_in(code, {"x.html": "{{ link('a', 'x') }}{{ 'b'|linked }}"}) == ["a", "b"]


def test_templates_in_strings() -> None:
    code = r"""
    T = "\t{{ url_for('a') }}\"" '{{ url_for("b") }}'
    render_template_string(T)
    render_template_string('''{% if request.endpoint == 'c' %}{% endif %}''')
    """
    assert found_in(code) == ["a", "b", "c"]


def test_unreadable_tags_are_told() -> None:
    assert unknown_in("", {"x.html": "{{ url_for('a' }}{% endif"}) == ["the template tag cannot be read | .*"]


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12),
    st.sampled_from(["'", '"', '"""', "'''"]),
    st.sampled_from(["repr", "raw", "escaped", "joined"]),
)
def test_every_character_of_a_string_has_its_place(value: str, quote: str, form: str) -> None:
    text = value.replace(quote[0], "").replace("\\", "").replace("\n", "" if len(quote) == 1 else "\n")
    literal = {
        "repr": repr(value),
        "raw": f"r{quote}{text}{quote}",
        "escaped": f"{quote}a\\x41\\n\\u00e9\\101{text}\\\n{quote}",
        "joined": f"({quote}{text}{quote}  {quote}b{quote})",
    }[form]
    data = f"é = {literal}\n".encode()
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        return
    (node,) = [each for each in ast.walk(tree) if isinstance(each, ast.Constant)]
    ((found, places),) = list(texts_in_string(SourceFile.from_bytes(data), node))
    assert found == node.value
    assert len(places) == len(found)
    assert list(places) == sorted(places)
    for character, place in zip(found, places, strict=True):
        shown = data[place:].decode("utf-8", "replace")
        assert shown.startswith((character, "\\")), (character, place)
