"""What may differ between two runs of one application, and what may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.verify import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a.id AS a_id, a.x AS a_x FROM a", "SELECT a.id, a.x FROM a"),
        ("SELECT count(*) AS count_1 FROM a", "SELECT count(*) FROM a"),
        ("SELECT max(a.x, 3) AS max_1, a.id AS i FROM a AS a_1", "SELECT max(a.x, 3), a.id FROM a AS a_1"),
        ("SELECT (SELECT b.x AS b_x FROM b) AS anon_1 FROM a", "SELECT (SELECT b.x FROM b) FROM a"),
        ("SELECT a.id  FROM a \n WHERE a.x = ?", "SELECT a.id FROM a WHERE a.x = ?"),
        ("INSERT INTO a (x) VALUES (?) RETURNING a.id AS a_id", "INSERT INTO a (x) VALUES (?) RETURNING a.id"),
    ],
)
def test_labels_of_columns_are_no_difference(one: str, other: str) -> None:
    assert normalise.apply(normalise.SQL, one) == normalise.apply(normalise.SQL, other)


NEW_FIELD = '<input class="x" id="a" maxlength="20" minlength="2" name="a" required type="text" value="v">'


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ('<input class="x" id="a" name="a" required type="text" value="v">', True),
        ('<input class="x" id="a" name="a" type="text" value="v">', True),
        ('<input class="x" id="a" name="a" type="text" value="another">', False),
        ('<input class="x" id="a" name="b" type="text" value="v">', False),
        ('<input type="text" id="a" name="a" class="x" value="v">', False),  # not written by WTForms
    ],
)
def test_what_wtforms_takes_from_validators_is_no_difference_across_versions(one: str, same: bool) -> None:
    found = [normalise.apply(normalise.BODY_ACROSS_VERSIONS, text) for text in (one, NEW_FIELD)]
    assert (found[0] == found[1]) is same
    own = '<input type="text" name="a" id="b" maxlength="3">'
    assert normalise.apply(normalise.BODY_ACROSS_VERSIONS, own) == own


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a.id FROM a AS b", "SELECT a.id FROM a AS c"),
        ("SELECT count(*) AS n FROM a ORDER BY n", "SELECT count(*) AS m FROM a ORDER BY m"),
        ("SELECT CAST(a.x AS INTEGER) FROM a", "SELECT CAST(a.x AS TEXT) FROM a"),
        ("SELECT 'x AS y' FROM a", "SELECT 'x' FROM a"),
        ("SELECT a.id FROM a", "SELECT a.ID FROM a"),
        ("SELECT x.id FROM (SELECT a.id AS id FROM a) AS x", "SELECT x.id FROM (SELECT a.id AS id FROM a) AS y"),
    ],
)
def test_all_else_in_a_statement_is(one: str, other: str) -> None:
    assert normalise.apply(normalise.SQL, one) != normalise.apply(normalise.SQL, other)


@given(st.text(alphabet="abc .,()'\"?=AS", max_size=60))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise.apply(normalise.SQL, f"SELECT {text} FROM t")
    assert normalise.apply(normalise.SQL, once) == once


def test_csrf_tokens_are_no_difference_and_other_fields_are() -> None:
    page = '<input id="csrf_token" name="csrf_token" type="hidden" value="{0}"><input name="x" value="{1}">'
    normal = [normalise.apply(normalise.BODY, page.format(*values)) for values in (("a", "1"), ("b", "1"), ("a", "2"))]
    assert normal[0] == normal[1] != normal[2]
    meta = '<meta content="{}" name="csrf-token">'
    assert normalise.without_csrf_tokens(meta.format("a")) == normalise.without_csrf_tokens(meta.format("b"))


@pytest.mark.parametrize(
    "forms",
    [
        "$2b$12$xUgA92r5C9AS6rdd042NI.{0}pTMV1VXn9Sdfv0HqTRcQsSGfOaIMcG",
        "pbkdf2:sha256:260000$abc{0}$0123456789abcdef0123456789abcdef",
        "scrypt:32768:8:1$salt{0}$0123456789abcdef0123456789abcdef",
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ{0}$RdescudvJCsgt3ub+b7dWRWJTmaaJObG",
    ],
)
def test_salts_are_no_difference_and_other_ways_of_hashing_are(forms: str) -> None:
    one, two = (normalise.without_salts(forms.format(letter)) for letter in "UV")
    assert one == two
    assert one != normalise.without_salts("pbkdf2:sha1:1$s$0123456789abcdef0123456789abcdef")


def test_headers_without_the_name_of_the_server() -> None:
    assert normalise.header("Location", "http://localhost/login?next=%2F") == "/login?next=%2F"
    assert normalise.header("Location", "http://localhost") == "/"
    assert normalise.header("Location", "http://localhost.example.com/") == "http://localhost.example.com/"
    assert normalise.header("ETag", '"1600000000.0-23-1163002404"') == '"1600000000.0-23"'
    assert normalise.header("X-Url", "http://localhost/") == "http://localhost/"


def test_the_debug_toolbar_is_no_difference() -> None:
    page = '<body><p>{0}</p><div id="flDebug" style="x">took {1} ms</div></body>'
    normal = [normalise.apply(normalise.BODY, page.format(*values)) for values in (("a", 1), ("a", 2), ("b", 1))]
    assert normal[0] == normal[1] != normal[2]
