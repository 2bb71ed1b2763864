"""What becomes of whole files."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.python3_syntax.evidence import python2_files
from flask_modernize_codemods.python3_syntax.places import line_before

from flask_modernize.planning import planner, registry
from flask_modernize.planning.configuration import CommandLine, configure, disk_reader, read_document
from flask_modernize.planning.outcomes import Run, Status
from flask_modernize.project import Project
from flask_modernize.sources import memory_tree

MIGRATION = registry.migration("python3-syntax")


def migrated(files: dict[str, str]) -> Run:
    configuration = configure(read_document(disk_reader("/nonexistent")), [MIGRATION], CommandLine())
    return planner.run(memory_tree({path: text.encode() for path, text in files.items()}), [MIGRATION], configuration)


def test_a_converted_file_is_no_problem_any_more() -> None:
    run = migrated({"a.py": "import flask\nprint 1\n", "b.py": "import flask\ndef f(:\n"})
    assert [problem.path for problem in run.problems] == ["b.py"]
    assert run.outcomes[0].status is Status.APPLIED


def test_findings_stand_on_the_lines_of_the_file_as_it_is_found() -> None:
    text = "import urllib2\ntry:\n    urllib2.urlopen('x')\nexcept urllib2.URLError, e:\n    coerce(1, 2)\n"
    run = migrated({"a.py": text})
    assert [(each.line, each.code) for each in run.outcomes[0].findings] == [(5, "P-NAME")]


def test_next_steps_name_only_what_is_there() -> None:
    assert migrated({"a.py": "x = 1\n"}).outcomes[0].next_steps == ()
    (step,) = migrated({"a.py": "import six\n"}).outcomes[0].next_steps
    assert "pyupgrade" in step


def test_lines_before() -> None:
    before = memory_tree({"a.py": b"a\nb\nc\n"})
    after = memory_tree({"a.py": b"a\nx\ny\nc\n"})
    assert [line_before(before, after, "a.py", line) for line in (1, 2, 3, 4)] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.py": "import urllib2\nurllib2.urlopen('x')\n", "b.py": "import a\n", "c.py": ""}, {"a.py", "b.py"}),
        (
            {"p/__init__.py": "from p import old\n", "p/old.py": "x = unicode('a')\n", "p/c.py": ""},
            {"p/__init__.py", "p/old.py", "p/c.py"},
        ),
        ({"a.py": "def f():\n    import b\n", "b.py": "x = unicode('a')\n"}, {"b.py"}),
        ({"a.py": "try:\n    import urllib2\nexcept ImportError:\n    import urllib.request as urllib2\n"}, set()),
    ],
)
def test_files_that_only_python_2_runs(files: dict[str, str], expected: set[str]) -> None:
    assert python2_files(Project.from_files(files), ()) == expected


def text_after(files: dict[str, str]) -> str:
    delta = migrated(files).changes.get("a.py")
    assert delta is not None
    assert delta.after is not None
    return delta.after.decode()


def test_ignore_comments_are_obeyed_in_files_that_do_not_parse() -> None:
    text = "print 1\na = unicode(b)  # flask-modernize: ignore[python3-syntax]\nc = unicode(d)\n"
    assert text_after({"a.py": text}) == (
        "print(1)\na = unicode(b)  # flask-modernize: ignore[python3-syntax]\nc = str(d)\n"
    )
    assert not migrated({"a.py": f"# flask-modernize: ignore-file[python3-syntax]\n{text}"}).changes


METHODS = "class A:\n    def __unicode__(self):\n        return 'a'\n"


@pytest.mark.parametrize(
    "evidence",
    [{"b.py": "print 1\n"}, {"b.py": "unicode('a')\n"}, {"runtime.txt": "python-2.7.18\n"}],
)
def test_methods_that_only_python_2_calls_are_renamed_where_something_says_that_it_did(
    evidence: dict[str, str],
) -> None:
    assert "__str__" in text_after({"a.py": METHODS, **evidence})


@pytest.mark.parametrize(
    "others",
    [{}, {"runtime.txt": "python-3.8.1\n"}, {"setup.py": "# 'Python :: 2', 'Python :: 3'\n"}],
)
def test_methods_that_python_3_never_called_do_not_come_to_life(others: dict[str, str]) -> None:
    run = migrated({"a.py": METHODS, **others})
    assert not run.changes
    assert [each.code for each in run.outcomes[0].findings] == ["P-METHOD"]
