"""The comparison of two records: kinds, declared differences, unsteady ones, and other versions of the libraries."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flask_modernize.verify import compare_application, compare_requests, compare_sql, differences
from flask_modernize.verify.compare import compare
from flask_modernize.verify.differences import KINDS, Difference, Intended


def rule(path: str, endpoint: str) -> dict[str, Any]:
    view = {"name": endpoint.rpartition(".")[2], "module": "app", "own": True}
    return {
        "rule": path,
        "methods": ["GET"],
        "endpoint": endpoint,
        "defaults": {},
        "subdomain": "",
        "host": "",
        "strict_slashes": True,
        "redirect_to": None,
        "websocket": False,
        "view": view,
    }


def record(**parts: Any) -> dict[str, Any]:
    """A record of a small application, with other parts put in."""
    answer = {"status": 200, "headers": [], "cookies": [], "content type": "text/html", "body": "Hello"}
    whole: dict[str, Any] = {
        "versions": {"flask": "3.1.3"},
        "rules": [rule("/", "index")],
        "blueprints": [],
        "hooks": {},
        "error_handlers": [],
        "jinja": {"filters": {}, "tests": {}, "globals": {}, "options": {"extensions": []}},
        "commands": [],
        "config": {},
        "extensions": {},
        "application": {"name": "app"},
        "tables": {},
        "start": {},
        "notes": [],
        "requests": [{"request": {"method": "GET", "path": "/"}, "answer": answer}],
    }
    return copy.deepcopy({**whole, **parts})


def with_answer(**parts: Any) -> dict[str, Any]:
    whole = record()
    whole["requests"][0]["answer"].update(parts)
    return whole


def setting(value: Any, **more: Any) -> dict[str, Any]:
    return {"type": type(value).__name__, "value": value, "default": False, "named": True, **more}


INSERT = "INSERT INTO a (x) VALUES (?)"


def command(name: str, own: bool = True, default: object = None) -> dict[str, Any]:
    flag = {"name": "loud", "kind": "option", "options": ["--loud"], "type": "boolean", "default": default}
    return {"name": name, "parameters": [flag], "callback": {"name": name, "module": "app", "own": own}}


def remembered(*flags: str) -> dict[str, Any]:
    return {"name": "remember_token", "flags": list(flags), "value": "<signed>"}


def kinds(before: Mapping[str, Any], after: Mapping[str, Any], **keywords: Any) -> list[str]:
    return [each.kind for each in compare(before, after, **keywords).differences]


def test_every_kind_that_can_be_given_is_described_and_every_described_one_can_be_given() -> None:
    modules = (compare_application, compare_requests, compare_sql)
    nodes = [node for module in modules for node in ast.walk(ast.parse(inspect.getsource(module)))]
    nodes += ast.walk(ast.parse(inspect.getsource(differences.new_warnings)))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    described = set(KINDS)
    formed = {f"{stem}-{end}" for stem in ("hook", "error-handler") for end in ("missing", "added", "order", "changed")}
    assert described <= texts | formed
    given = {
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Difference", "one_kind")
        and isinstance(node.args[0], ast.Constant)
    }
    assert given <= described


def test_equal_records() -> None:
    found = compare(record(), record())
    assert (found.result, found.differences, found.routes, found.requests) == ("equal", (), 1, 1)


def test_declared_renames_count_for_values_too() -> None:
    before = record(config={"HOME": setting("index")})
    after = record(rules=[rule("/", "main.index")], blueprints=["main"], config={"HOME": setting("main.index")})
    assert kinds(before, after) == ["route-endpoint", "config-value"]
    assert kinds(before, after, endpoints={"index": "main.index"}) == []


def test_intended_differences_are_told_apart_and_cover_no_others() -> None:
    before, after = record(config={"A": setting(1), "B": setting(1)}), record(config={"A": setting(2), "B": setting(2)})
    found = compare(before, after, intended=[Intended("config-value", "A"), Intended("status")])
    assert [each.where for each in found.intended] == ["A"]
    assert [each.where for each in found.differences] == ["B"]
    assert found.result == "different"
    assert compare(before, after, intended=[Intended("config-*")]).result == "intended only"


def test_what_differs_between_two_runs_of_the_same_code_is_left_out() -> None:
    before, again, after = (with_answer(body=text) for text in ("at 10:01", "at 10:02", "at 10:03"))
    found = compare(before, after, again=[again])
    assert (found.result, [each.kind for each in found.unsteady]) == ("equal", ["body"])
    assert compare(before, with_answer(status=500), again=[again]).result == "different"


def test_the_shortest_difference_of_a_kind_comes_first() -> None:
    before = record(config={name: setting("x" * size) for name, size in (("A", 30), ("B", 3), ("C", 9))})
    after = record(config={name: setting("y") for name in "ABC"})
    assert [each.where for each in compare(before, after).differences] == ["B", "C", "A"]


def test_functions_of_the_project_may_move_and_others_may_not() -> None:
    def hooked(name: str, where: str, own: bool) -> dict[str, Any]:
        return record(hooks={"before_request_funcs": {"": [{"name": name, "module": where, "own": own}]}})

    assert kinds(hooked("check", "app", True), hooked("check", "app.hooks", True)) == []
    assert kinds(hooked("check", "app", True), hooked("check", "lib", False)) == ["hook-missing", "hook-added"]
    assert kinds(hooked("check", "lib.a", False), hooked("check", "lib.b", False)) == []
    assert kinds(hooked("check", "lib", False), hooked("check", "other", False)) == ["hook-missing", "hook-added"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (["SELECT a.x FROM a ORDER BY a.x"], ["SELECT a.x FROM a"], "sql-order-by"),
        (["SELECT a.x FROM a WHERE a.x = ? ORDER BY a.x"], ["SELECT a.x FROM a ORDER BY a.x"], "sql-where"),
        (["SELECT a.x FROM a LIMIT ?"], ["SELECT a.x FROM a"], "sql-limit"),
        (["SELECT a.x FROM a"], ["SELECT DISTINCT a.x FROM a"], "sql"),
        (["SELECT a.x FROM a"], [], "sql-missing"),
        ([], ["SELECT a.x FROM a"], "sql-added"),
        (["SELECT a.x FROM a", "SELECT b.x FROM b"], ["SELECT b.x FROM b", "SELECT a.x FROM a"], "sql-read-order"),
        (["SELECT a.x FROM a", "DELETE FROM a"], ["DELETE FROM a", "SELECT a.x FROM a"], "sql-order"),
        (["INSERT INTO a (x) VALUES (?)", "COMMIT"], ["INSERT INTO a (x) VALUES (?)"], "commit-missing"),
        (["UPDATE a SET x=? WHERE a.id = ?"], ["UPDATE a SET x=?"], "sql-where"),
    ],
)
def test_what_is_wrong_with_a_statement(old: list[str], new: list[str], kind: str) -> None:
    sides = [with_answer(sql=[[statement, []] for statement in side]) for side in (old, new)]
    assert kinds(*sides) == [kind]


def test_parameters_of_statements() -> None:
    sides = [with_answer(sql=[["SELECT a.x FROM a WHERE a.x = ?", [value]]]) for value in (1, 2)]
    assert kinds(*sides) == ["sql-parameters"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(config={"ENV": setting("x", named=False)}), record()),
        (record(application={"logger level": "NOTSET"}), record(application={"logger level": "DEBUG"})),
        (record(jinja={**record()["jinja"], "options": {"extensions": ["A"]}}), record()),
        (with_answer(headers=[["Vary", "Cookie"]]), record()),
        (with_answer(headers=[["Location", "http://localhost/a"]]), with_answer(headers=[["Location", "/a"]])),
        (with_answer(cookies=[{"name": "session", "flags": [], "session": {"_fresh": True}}]), record()),
        (with_answer(status=400), with_answer(exception="BadRequestKeyError: 400 Bad Request: ... KeyError: 'a'")),
        (with_answer(sql=[["INSERT INTO a (x) VALUES (?)", [1]]]), with_answer(sql=[[f"{INSERT} RETURNING id", [1]]])),
        (
            with_answer(sql=[["UPDATE a SET x=?", ["pbkdf2:sha256:150000$abcdefgh$" + "0" * 64]]]),
            with_answer(sql=[["UPDATE a SET x=?", ["scrypt:32768:8:1$abcdefgh$" + "0" * 128]]]),
        ),
        (with_answer(sql=[["DROP TABLE a", []], ["COMMIT", []]]), with_answer(sql=[["DROP TABLE a", []]])),
        (with_answer(cookies=[remembered("path=/")]), with_answer(cookies=[remembered("httponly", "path=/")])),
        (
            with_answer(headers=[["Last-Modified", "1"], ["ETag", "1"]]),
            with_answer(headers=[["Last-Modified", "2"], ["ETag", "2"]]),
        ),
        (record(commands=[command("db", own=False)]), record()),
        (record(commands=[command("x", default=False)]), record(commands=[command("x", default=None)])),
        (
            with_answer(body='<!DOCTYPE HTML PUBLIC "x">\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>A</p>'),
            with_answer(body="<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>B"),
        ),
    ],
)
def test_what_only_other_versions_of_libraries_do_is_no_difference_between_them(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    if "Location" not in str(before):
        assert kinds(before, after), "on one stack it is a difference"
    assert kinds({**before, "versions": {"flask": "1.1.4"}}, after) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (
            with_answer(headers=[["Location", "http://localhost/a"]]),
            with_answer(headers=[["Location", "a/b"]]),
            "redirect",
        ),
        (with_answer(status=400), with_answer(exception="KeyError: 'a'"), "exception"),
        (with_answer(sql=[[INSERT, [1]], ["COMMIT", []]]), with_answer(sql=[[INSERT, [1]]]), "commit-missing"),
        (record(commands=[command("x")]), record(), "command-missing"),
        (record(commands=[command("x", default=True)]), record(commands=[command("x")]), "command-parameters"),
    ],
)
def test_what_is_a_difference_between_versions_too(before: dict[str, Any], after: dict[str, Any], kind: str) -> None:
    assert kinds({**before, "versions": {"flask": "1.1.4"}}, after) == [kind]


def test_a_redirect_counts_from_the_page_it_is_on_between_versions() -> None:
    before, after = (with_answer(headers=[["Location", place]]) for place in ("http://localhost/a/c", "c"))
    for side in (before, after):
        side["requests"][0]["request"]["path"] = "/a/b?next=c"
    assert kinds(before, after) == ["redirect"]
    assert kinds({**before, "versions": {"flask": "1.1.4"}}, after) == []


def test_settings_of_the_project_count_between_versions_too() -> None:
    before = record(config={"TITLE": setting("x")}, versions={"flask": "1.1.4"})
    assert compare(before, record()).differences == (Difference("config-missing", "TITLE", "x (str)", "(absent)"),)


def test_long_bodies_are_shown_where_they_differ() -> None:
    rows = [f"<li>{number}</li>" for number in range(100)]
    changed = [*rows[:50], "<li>fifty</li>", *rows[51:]]
    [difference] = compare(with_answer(body="\n".join(rows)), with_answer(body="\n".join(changed))).differences
    assert (difference.before, difference.after) == ("<li>50</li>", "<li>fifty</li>")
    [difference] = compare(with_answer(body="".join(rows)), with_answer(body="".join(changed))).differences
    assert len(difference.before) < 200
    assert "fifty" in difference.after


def test_the_page_about_verify_names_every_kind() -> None:
    page = (Path(__file__).parents[3] / "docs" / "verify.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{kind}` | {meaning} |" for kind, meaning in KINDS.items()]
