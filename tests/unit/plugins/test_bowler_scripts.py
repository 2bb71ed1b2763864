"""Bowler scripts run as they are, against the real Bowler; above all where its own way of writing loses something."""

from __future__ import annotations

import pytest

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, Document, configure
from flask_modernize.planning.contract import Behaviour, Migration
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.plugins.child import Code
from flask_modernize.plugins.text_codemods import TextCodemod
from flask_modernize.sources import memory_tree

SCRIPT = "codemods/rename.py"
QUERY = "from bowler import Query\n"
RENAME = QUERY + 'Query(".").select_function("old").rename("new").write()\n'
MODIFIER = """
from bowler import Query
from bowler.types import RetryFile
class Unpicklable(Exception):
    def __init__(self, one, two):
        self.callback = lambda: None
def modify(node, capture, filename):
    {body}
Query(".").select_function("old").modify(modify).execute(interactive=False, write=True, silent=True)
"""


def migration(
    script: str, contains: tuple[bytes, ...] = (), seconds: float = 60, arguments: tuple[str, ...] = ()
) -> Migration:
    plan = TextCodemod(
        id="rename",
        kind="bowler",
        reference=SCRIPT,
        title="old() becomes new()",
        code=Code({SCRIPT: script.encode()}, ("codemods",)),
        declared_in="pyproject.toml",
        arguments=arguments,
        contains=contains,
        seconds=seconds,
    )
    return Migration("rename", 100, "old() becomes new()", Behaviour.SAME, "", "Not in sections.", plan)


def run(files: dict[str, bytes], script: str = RENAME, **words: object) -> tuple[Outcome, dict[str, bytes]]:
    """The outcome, and the files as they are afterwards."""
    made = migration(script, **words)  # type: ignore[arg-type]
    tree = memory_tree(files)
    settings = configure(Document({}), (made,), CommandLine())
    (outcome,) = planner.run(tree, (made,), settings, jobs=1).outcomes
    after = tree.with_changes(outcome.changes)
    return outcome, {path: after.read(path) for path in after.paths}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"old(1)\r\nx = 2\r\n", b"new(1)\r\nx = 2\r\n"),
        (b"\xef\xbb\xbfold(1)\n", b"\xef\xbb\xbfnew(1)\n"),
        (b"x = 1\nold(1)", b"x = 1\nnew(1)"),
        (b"x = 1\n\x0c\nold(1)\n", b"x = 1\n\x0c\nnew(1)\n"),
        (b"# coding: latin-1\nold('\xe9')\n", b"# coding: latin-1\nnew('\xe9')\n"),
        (b"a = 1\r\nold(1)\nb = 2\rold(2)", b"a = 1\r\nnew(1)\nb = 2\rnew(2)"),
        (b"x = '\xc2\x85\xe2\x80\xa8'\nold(1)\n", b"x = '\xc2\x85\xe2\x80\xa8'\nnew(1)\n"),
    ],
    ids=["crlf", "bom", "no-final-newline", "form-feed", "latin-1", "mixed-line-ends", "unicode-separators"],
)
def test_every_form_of_a_file_is_rewritten_and_kept(before: bytes, after: bytes) -> None:
    outcome, files = run({"a.py": before})
    assert files == {"a.py": after}
    assert (outcome.status, outcome.findings) == (Status.APPLIED, ())


def test_edits_are_as_small_as_the_change() -> None:
    outcome, _ = run({"a.py": b"x = 1\nold(1, 2)  # why\n"})
    assert [(each.before, each.after) for each in outcome.edits] == [("old", "new")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise RetryFile()", "tried again every time"),
        ("raise Unpicklable(1, 2)", "Unpicklable"),
        ("1 / 0", "ZeroDivisionError: division by zero (rename.py:9)"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("input('really? ')", "EOFError"),
        ("from fissix.fixer_util import Name; node.replace(Name(')('))", "invalid"),
    ],
    ids=["retry", "unpicklable", "exception", "exit", "prompt", "bad-code"],
)
def test_a_modifier_that_fails_is_shown_and_ends_nothing(body: str, said: str) -> None:
    body = f"if not str(filename).endswith('bad.py'): return node\n    {body}"
    outcome, files = run({"bad.py": b"old(1)\n", "good.py": b"old(1)\n"}, MODIFIER.format(body=body))
    assert files["bad.py"] == b"old(1)\n"
    assert [(each.path, each.code) for each in outcome.findings] == [("bad.py", "G-CRASH")]
    assert said in outcome.findings[0].message
    assert outcome.status is Status.UNRESOLVED


def test_the_other_files_are_rewritten_when_one_fails() -> None:
    modifier = "if str(filename).endswith('bad.py'): raise RetryFile()\n    node.children[0].value = 'new'"
    outcome, files = run({"bad.py": b"old(1)\n", "good.py": b"old(1)\n"}, MODIFIER.format(body=modifier))
    assert files == {"bad.py": b"old(1)\n", "good.py": b"new(1)\n"}
    assert outcome.status is Status.UNRESOLVED


def test_a_file_that_asks_for_one_more_try_gets_it() -> None:
    body = "tried.append(1)\n    if len(tried) == 1: raise RetryFile()\n    node.children[0].value = 'new'"
    _, files = run({"a.py": b"old(1)\n"}, "tried = []\n" + MODIFIER.format(body=body))
    assert files == {"a.py": b"new(1)\n"}


def test_a_file_that_cannot_be_parsed_is_named() -> None:
    outcome, files = run({"a.py": b"match x:\n    case 1:\n        old(1)\n", "b.py": b"old(1)\n"})
    assert files["b.py"] == b"new(1)\n"
    (finding,) = outcome.findings
    assert (finding.path, finding.code) == ("a.py", "G-UNREAD")
    assert "line 1" in finding.message
    assert outcome.status is Status.UNRESOLVED


def test_what_python_cannot_read_either_is_left_to_the_engine() -> None:
    outcome, _ = run({"a.py": b"print 'old'\nold(\n"})
    assert (outcome.status, outcome.findings) == (Status.NOTHING_TO_DO, ())


def test_a_byte_filter_keeps_files_from_being_parsed() -> None:
    outcome, files = run({"a.py": b"match x:\n    case 1: pass\n", "b.py": b"old(1)\n"}, contains=(b"old",))
    assert files["b.py"] == b"new(1)\n"
    assert outcome.findings == ()


def test_a_script_that_hangs_is_ended() -> None:
    outcome, files = run({"a.py": b"old(1)\n"}, MODIFIER.format(body="while True: pass"), seconds=3)
    assert files == {"a.py": b"old(1)\n"}
    assert [(each.path, each.code) for each in outcome.findings] == [("a.py", "G-TIME")]
    assert outcome.status is Status.UNRESOLVED


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import os; os._exit(7)", "exit code 7"),
        ("import sys; sys.exit('no such option')", "no such option"),
        ("raise KeyError('x')", "KeyError: 'x' (rename.py:1)"),
        ("input('Rename? ')", "asks a question"),
        ("x = 1", "it ran no query"),
        (
            "from bowler import Query\nQuery('.').select_function('old').rename('new').write()\n1 / 0",
            "ZeroDivisionError",
        ),
        ("def", "SyntaxError"),
    ],
    ids=["gone", "exit", "exception", "prompt", "no-query", "half-done", "syntax"],
)
def test_a_script_that_fails_changes_nothing(script: str, said: str) -> None:
    outcome, files = run({"a.py": b"old(1)\n"}, script)
    assert files == {"a.py": b"old(1)\n"}
    (finding,) = outcome.findings
    assert (finding.path, finding.code) == ("pyproject.toml", "G-CRASH")
    assert said in finding.message
    assert outcome.status is Status.UNRESOLVED


def test_queries_see_what_earlier_ones_of_the_script_gave() -> None:
    script = (
        "from bowler import Query\n"
        "Query('.').select_function('old').rename('middle').write()\n"
        "assert 'middle' in open('a.py').read()\n"
        "Query('.').select_function('middle').rename('new').diff(interactive=True)\n"
    )
    assert run({"a.py": b"old(1)\n"}, script)[1] == {"a.py": b"new(1)\n"}


@pytest.mark.parametrize(
    "script",
    [
        QUERY + "def main():\n    Query('.').select_function('old').rename('new').write()\n",
        QUERY + "if __name__ == '__main__':\n    Query('.').select_function('old').rename('new').idiff()\n",
        QUERY
        + "import sys\nq = Query(sys.argv[1]).select_function(sys.argv[2]).rename('new')\n"
        + "q.execute(write=True)\nsys.exit(q.retcode)\n",
        QUERY + "from glob import glob\nQuery(glob('*.py')).select_function('old').rename('new').write()\n",
    ],
    ids=["main", "as-script", "arguments", "glob"],
)
def test_scripts_are_started_as_they_expect_it(script: str) -> None:
    outcome, files = run({"a.py": b"old(1)\n", "b/c.py": b""}, script, arguments=("a.py", "old"))
    assert files["a.py"] == b"new(1)\n"
    assert outcome.findings == ()


def test_hunks_that_a_processor_refuses_are_left_out() -> None:
    script = RENAME.replace(".write()", ".process(lambda name, hunk: 'keep' not in str(hunk)).write()")
    before = b"old(1)\n" + b"\n" * 10 + b"old('keep')\n"
    assert run({"a.py": before}, script)[1] == {"a.py": before.replace(b"old(1)", b"new(1)")}


def test_a_path_that_is_not_there_is_said() -> None:
    script = RENAME.replace('Query(".")', 'Query("a.py", "nowhere")')
    outcome, files = run({"a.py": b"old(1)\n"}, script)
    assert files == {"a.py": b"new(1)\n"}
    assert [(each.code, each.site) for each in outcome.findings] == [("O-REMARK", False)]
    assert "'nowhere'" in outcome.findings[0].message


def test_a_group_that_loses_a_comment_is_dropped_like_any_other() -> None:
    body = "node.prefix = ''; node.children[0].value = 'new'"
    outcome, files = run({"a.py": b"# why\nold(1)\n"}, MODIFIER.format(body=body))
    assert files == {"a.py": b"# why\nold(1)\n"}
    assert [each.code for each in outcome.findings] == ["G-COMMENT"]


def test_the_run_is_the_same_whatever_the_order_of_the_files() -> None:
    files = {f"m{number}.py": b"old(%d)\n" % number for number in range(5)}
    backwards = dict(reversed(files.items()))
    assert run(files)[0] == run(backwards)[0]


@pytest.mark.parametrize("answer", [None, [], {}, {"changed": 1, "unread": {}, "errors": [], "remarks": []}])
def test_an_answer_that_is_none_changes_nothing(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask_modernize.plugins.text_codemods.ask", lambda *_, **__: answer)
    outcome, files = run({"a.py": b"old(1)\n"})
    assert files == {"a.py": b"old(1)\n"}
    assert [each.code for each in outcome.findings] == ["G-CRASH"]


def test_texts_for_files_that_were_not_asked_for_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"changed": {"../a.py": "x", "b.py": "x"}, "unread": {}, "errors": [], "remarks": []}
    monkeypatch.setattr("flask_modernize.plugins.text_codemods.ask", lambda *_, **__: answer)
    outcome, files = run({"a.py": b"old(1)\n"})
    assert (files, outcome.status) == ({"a.py": b"old(1)\n"}, Status.NOTHING_TO_DO)
