"""LibCST codemod classes run as they are."""

from __future__ import annotations

from typing import Any

import pytest

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, Document, configure
from flask_modernize.planning.contract import Behaviour, Migration
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.plugins.child import Code
from flask_modernize.plugins.text_codemods import TextCodemod
from flask_modernize.sources import memory_tree

RENAME = "libcst.codemod.commands.rename:RenameCommand"
NAMES = {"old_name": "acme.old", "new_name": "acme.new"}
SCRIPT = "codemods/own.py"
OWN = """
import libcst as cst
from libcst.codemod import ContextAwareTransformer, SkipFile, VisitorBasedCodemodCommand
from libcst.metadata import FullyQualifiedNameProvider, FilePathProvider

class Own(VisitorBasedCodemodCommand):
    METADATA_DEPENDENCIES = (FullyQualifiedNameProvider, FilePathProvider)
    seen = 0
    def visit_Module(self, node):
        name = self.context.full_module_name
        assert str(self.get_metadata(FilePathProvider, node)) == self.context.filename
        self.warn(f"module {name}")
        if "skip" in name:
            raise SkipFile("not this one")
        if "fail" in name:
            raise ValueError("no luck")
        if "exit" in name:
            raise SystemExit(3)
        self.seen += 1
        assert self.seen == 1, "one object for each file"
    def leave_Name(self, original_node, updated_node):
        return updated_node.with_changes(value="new") if updated_node.value == "old" else updated_node

class Plain(ContextAwareTransformer):
    def __init__(self, context, word):
        super().__init__(context)
        self.word = word
    def leave_Name(self, original_node, updated_node):
        return updated_node.with_changes(value=self.word)

NOTHING = 1
"""


def run(
    files: dict[str, bytes], reference: str, arguments: dict[str, Any] | None = None, contains: tuple[bytes, ...] = ()
) -> tuple[Outcome, dict[str, bytes]]:
    plan = TextCodemod(
        id="own",
        kind="libcst",
        reference=reference,
        title="old becomes new",
        code=Code({SCRIPT: OWN.encode()}, ("codemods",)),
        declared_in="pyproject.toml",
        arguments=arguments or {},
        contains=contains,
        seconds=60,
    )
    migration = Migration("own", 100, "old becomes new", Behaviour.SAME, "", "Not in sections.", plan)
    tree = memory_tree(files)
    settings = configure(Document({}), (migration,), CommandLine())
    (outcome,) = planner.run(tree, (migration,), settings, jobs=1).outcomes
    after = tree.with_changes(outcome.changes)
    return outcome, {path: after.read(path) for path in after.paths}


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in outcome.findings]


def test_a_class_of_an_installed_package_with_its_arguments() -> None:
    before = b"from acme import old\r\n\r\n\r\nold(1)  # why"
    outcome, files = run({"a.py": before, "b.py": b"old = 1\n"}, RENAME, NAMES)
    assert files == {"a.py": before.replace(b"old", b"new"), "b.py": b"old = 1\n"}
    assert (outcome.status, outcome.findings) == (Status.APPLIED, ())


@pytest.mark.parametrize(
    ("reference", "arguments", "said"),
    [
        (RENAME, {"old_name": "a.b"}, "RenameCommand needs the argument 'new_name'"),
        (RENAME, {**NAMES, "nonsense": 1}, "RenameCommand has no argument 'nonsense'; it has: new_name, old_name"),
        (f"{SCRIPT}:NOTHING", {}, "is not a LibCST codemod class"),
        (f"{SCRIPT}:Missing", {}, "is not a LibCST codemod class"),
        ("no_such_package.module:Class", {}, "No module named 'no_such_package'"),
    ],
)
def test_wrong_words_change_nothing(reference: str, arguments: dict[str, Any], said: str) -> None:
    outcome, files = run({"a.py": b"import acme\nacme.old()\n"}, reference, arguments)
    assert files == {"a.py": b"import acme\nacme.old()\n"}
    assert codes(outcome) == [("pyproject.toml", "G-CRASH")]
    assert said in outcome.findings[0].message
    assert outcome.status is Status.UNRESOLVED


def test_module_names_files_and_warnings_are_those_of_the_project() -> None:
    outcome, files = run({"pkg/__init__.py": b"", "pkg/a.py": b"old = 1\n"}, f"{SCRIPT}:Own")
    assert files["pkg/a.py"] == b"new = 1\n"
    assert [each.message for each in outcome.findings] == ["own says: module pkg", "own says: module pkg.a"]
    assert {each.code for each in outcome.findings} == {"O-REMARK"}
    assert outcome.status is Status.APPLIED


def test_files_that_fail_or_are_left_out_are_named_and_the_others_done() -> None:
    generated = b"# @" + b"generated\nold = 1\n"
    files = {f"{name}.py": b"old = 1\n" for name in ("fail", "skip", "exit", "good")} | {"made.py": generated}
    outcome, after = run(files, f"{SCRIPT}:Own")
    assert {path for path in files if after[path] != files[path]} == {"good.py"}
    messages = {each.path: each.message for each in outcome.findings if "module" not in each.message}
    assert "ValueError: no luck (own.py:" in messages["fail.py"]
    assert "SystemExit: 3" in messages["exit.py"]
    assert messages["skip.py"] == "own says: Left out by the codemod: not this one"
    assert messages["made.py"] == "own says: Left out: the file says that it is generated."
    assert outcome.status is Status.UNRESOLVED


def test_a_transformer_without_a_command_line_takes_its_arguments() -> None:
    assert run({"a.py": b"x\n"}, f"{SCRIPT}:Plain", {"word": "word"})[1] == {"a.py": b"word\n"}


def test_only_files_with_the_bytes_are_given_to_it() -> None:
    outcome, _ = run({"a.py": b"x = 1\n", "b.py": b"y = 1\n"}, f"{SCRIPT}:Own", contains=(b"x =",))
    assert [each.path for each in outcome.findings] == ["a.py"]


def test_what_python_cannot_read_is_left_to_the_engine() -> None:
    outcome, _ = run({"a.py": b"print 'old'\n"}, RENAME, NAMES)
    assert (outcome.status, outcome.findings) == (Status.NOTHING_TO_DO, ())


def test_bytes_that_are_no_text_are_named() -> None:
    outcome, _ = run({"a.py": b"x = '\xff'\n"}, RENAME, NAMES)
    assert codes(outcome) == [("a.py", "G-UNREAD")]


def test_a_character_that_the_encoding_lacks_is_a_finding() -> None:
    before = b"# coding: latin-1\nx\n"
    outcome, files = run({"a.py": before}, f"{SCRIPT}:Plain", {"word": "ж"})
    assert files == {"a.py": before}
    assert codes(outcome) == [("a.py", "G-CRASH")]
