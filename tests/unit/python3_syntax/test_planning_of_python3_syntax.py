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
