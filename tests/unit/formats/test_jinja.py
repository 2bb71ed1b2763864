"""The reader of templates, held against Jinja's own parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError, nodes

from flask_modernize.formats import jinja

ENVIRONMENT = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"])


def expressions(template: jinja.Template) -> Iterator[jinja.Expression]:
    for tag in template.tags:
        for root in tag.roots():
            yield from jinja.walk(root)


def texts(source: str) -> Counter[str]:
    """The string constants that stand in calls, as this reader sees them."""
    found = Counter[str]()
    for each in expressions(jinja.read_text(source)):
        if isinstance(each, jinja.Call) and getattr(each.function, "name", "") in ("f", "url_for"):
            values = (*each.arguments, *(value for _, value in each.keywords))
            found.update(value.value for value in values if isinstance(value, jinja.Text))
    return found


def texts_of_jinja(source: str) -> Counter[str]:
    found = Counter[str]()
    for call in ENVIRONMENT.parse(source).find_all(nodes.Call):
        if getattr(call.node, "name", "") not in ("f", "url_for"):
            continue
        values = [*call.args, *(keyword.value for keyword in call.kwargs)]
        found.update(v.value for v in values if isinstance(v, nodes.Const) and isinstance(v.value, str))
    return found


SOURCES = [
    "{{ url_for('index') }}",
    '{{- url_for("index", page = 2) -}}',
    "{% if f('a') and not f('b') or f('c') == f('d') %}{{ f('e') }}{% elif f('g') %}{% else %}{% endif %}",
    "{% for a, b in f('x').items() if f('y') recursive %}{{ loop(f('z')) }}{% else %}{{ f('n') }}{% endfor %}",
    "{% set x = f('a') if f('b') else f('c') %}{% set y, z = f('1'), f('2') %}{% set w %}{{ f('d') }}{% endset %}",
    "{% macro m(a, b=f('default')) %}{{ caller(f('x')) }}{% endmacro %}{% call(u) m(f('a')) %}{{ u }}{% endcall %}",
    "{% include f('t') ignore missing with context %}{% import f('a') as b %}{% from f('c') import d as e, g %}",
    "{% from f('c') import d with context %}{% extends f('layout') %}",
    "{{ f('a')|default(f('b'), true)|join(', ') }} {{ f('c') is divisibleby 3 }} {{ f('d') is not none }}",
    "{{ f('a') is sameas f('b') }} {{ 'x' in f('c') }} {{ f('e') not in [f('g'), f('h')] }}",
    "{{ a.b['c'](f('d'))[f('e'):f('g')] }} {{ {'k': f('v'), f('k2'): 1}[f('i')] }}",
    "{{ -f('a') ** 2 // 3 % f('b') ~ f('c') ~ 'x' }} {{ (f('a'), f('b')) }} {{ () }} {{ (f('c'),) }}",
    "{{ f(*args, **f('kw')) }}{{ f('a', k=f('b')) }}",
    "{# {{ f('no') }} #}{% raw %}{{ f('no') }}{% if %}{% endraw %}{{ f('yes') }}",
    "{%- raw -%} {{ f('no') }} {%- endraw -%} {{ f('yes') }}",
    "{% with a = f('x'), b = f('y') %}{{ a }}{% endwith %}{% filter upper|trim %}{{ f('z') }}{% endfilter %}",
    "{% trans other=f('a')|length, name=f('b') %}{{ name }} {{ other }}{% endtrans %}{% do f('c') %}",
    "{% autoescape f('a') %}{% endautoescape %}{% block b scoped required %}{% endblock b %}",
    "<script>x = '{{ f('a') }}'; if (a %} b) { y = \"{{ f(\"b\") }}\" }</script> {{ f('it\\'s') }} }} %}",
    "{{ {'a': {'b': f('c')}} }}{{ f('}}') }}{{ f('%}') }}{{ f(\"{{\") }}",
    "{% set ns = namespace(a=f('x')) %}{% set ns.b = f('y') %}{{ 1_000 }}{{ 1.5e3 }}{{ 0x1F }}",
    "{% if a is defined and b is string or not c is number %}{{ f('x') }}{% endif %}",
    "{{ f('a')\n   if true }}{{ f(\r\n 'b') }}",
    "{{ x if f('a') else y if f('b') }}",
]


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_strings_stand_in_calls_as_for_jinja(source: str) -> None:
    assert not jinja.read_text(source).unreadable
    assert texts(source) == texts_of_jinja(source)
    assert sum(texts(source).values()) > 0


PIECES = st.sampled_from(
    [
        *("f('a')", "'b'", "x.y", "[f('c'), 1]", "{'k': f('d')}", "not x", "x|upper", "x is none", "f(f('e'))", "3.5"),
        *("x['y']", "x[1:2]", "(f('g'), 2)", '"q"', "true", "-x", "f(k='h')", "x is not sameas y"),
    ]
)
OPERATORS = st.sampled_from([*("and", "or", "==", "!=", "in", "not in", "~", "+", "*", "%", "//", "**", "<", "if")])


@given(st.lists(st.tuples(PIECES, OPERATORS), min_size=1, max_size=5), PIECES)
def test_any_expression_reads_as_jinja_reads_it(pairs: list[tuple[str, str]], last: str) -> None:
    source = "{{ " + " ".join(f"{piece} {operator}" for piece, operator in pairs) + f" {last} " + "}}"
    try:
        expected = texts_of_jinja(source)
    except TemplateSyntaxError:
        return
    assert not jinja.read_text(source).unreadable
    assert texts(source) == expected


@given(st.text(alphabet="{}%#-+'\"\\ \n\rabf(),.|=x:[]é", max_size=60))
def test_nothing_is_raised_and_places_are_those_of_the_text(source: str) -> None:
    for each in expressions(jinja.read_text(source)):
        assert 0 <= each.start <= each.end <= len(source)
        if isinstance(each, jinja.Text) and "\\" not in source[each.start : each.end]:
            assert source[each.start - 1] == source[each.end]
            assert source[each.end] in "'\""
            assert source.isascii() is False or source[each.start : each.end] == each.value


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_places_are_those_of_the_bytes(encoding: str) -> None:
    data = "\ufeff" if encoding == "utf-8" else ""
    encoded = (data + "<p>Grüße\r\n{{ url_for('index', x='ä') }}\r").encode(encoding)
    template = jinja.read_template(encoded)
    (call,) = [each for each in expressions(template) if isinstance(each, jinja.Call)]
    first = call.arguments[0]
    assert encoded[first.start : first.end] == b"index"
    assert encoded[call.start : call.end].startswith(b"url_for(")


def test_names_are_read_as_utf_8() -> None:
    template = jinja.read_template("{{ url_for('café') }}".encode())
    assert [each.value for each in expressions(template) if isinstance(each, jinja.Text)] == ["café"]


def test_tags_know_the_blocks_around_them() -> None:
    template = jinja.read_text(
        "{% macro tab(name, text='x') %}{% for a, b in rows %}{{ a }}{% endfor %}{{ name }}{% endmacro %}{{ out }}"
    )
    around = {tag.expressions[0].name: [b.keyword for b in tag.around] for tag in template.tags if not tag.keyword}  # type: ignore[union-attr]
    assert around == {"a": ["macro", "for"], "name": ["macro"], "out": []}
    macro, loop = template.tags[0], template.tags[1]
    assert (macro.name, [each.targets for each in macro.bindings]) == ("tab", [("name",), ("text",)])
    assert loop.bindings[0].targets == ("a", "b")


@pytest.mark.parametrize("source", ["{{ f('a' }}", "{% if %}", "{{ 'open }}", "{% for x %}", "{{ a b }}", "{{ }}"])
def test_what_cannot_be_read_is_said(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        ENVIRONMENT.parse(source)
    template = jinja.read_text(source + "{{ f('x') }}" if "'open" not in source else source)
    assert template.unreadable or not template.tags


def test_deep_nesting_is_unreadable_and_no_error() -> None:
    template = jinja.read_text("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}{{ f('x') }}")
    assert len(template.unreadable) == 1
    assert texts("{{ f('x') }}") == Counter(["x"])
