"""Forms of rules: several for one call, patterns of modules, what subclasses override."""

from __future__ import annotations

from flask_modernize.project import Project
from flask_modernize.rules.kinds import MovedModule, RenamedAttribute, ReplacedCall, Reported, Rule
from flask_modernize.rules.python_rules import plan_python_rules


def planned(rules: tuple[Rule, ...], source: str) -> tuple[list[str], list[str]]:
    """New texts, and messages of findings."""
    groups, findings = plan_python_rules(Project.from_files({"app.py": source}), rules, "Guide")
    return [edit.replacement.decode() for group in groups for edit in group.edits], [each.message for each in findings]


LOADS = (
    ReplacedCall("row", "lib.load", "read({0})", arguments=(1, 1)),
    ReplacedCall("row", "lib.load", "read({0}, quiet={silent=})", arguments=(1, 1)),
)


def test_the_first_form_that_fits_a_call_counts() -> None:
    assert planned(LOADS, "from lib import load\nload('a')\nload('b', silent=True)\n")[0] == [
        "read('a')",
        "read('b', quiet=True)",
    ]


def test_a_call_that_no_form_fits_is_reported_once() -> None:
    texts, messages = planned(LOADS, "from lib import load\nload('a', 1, 2)\n")
    assert texts == []
    assert len(messages) == 1


def test_only_calls_with_the_keyword_are_meant() -> None:
    rule = ReplacedCall("row", "lib.dumps", "{func}({0}).encode()", arguments=(1, 1), keywords=("raw",), given="raw")
    source = "import lib\nlib.dumps(1)\nlib.dumps(2, raw=True)\n"
    assert planned((rule,), source) == (["lib.dumps(2).encode()"], [])


def test_only_calls_with_the_constants_are_meant() -> None:
    rules = tuple(
        ReplacedCall("row", "lib.stream", f"{name}()", arguments=(1, 1), constants=(name,)) for name in ("out", "err")
    )
    assert planned(rules, "import lib\nlib.stream('err')\n")[0] == ["err()"]


def test_modules_move_by_a_pattern() -> None:
    rules = (MovedModule("row", "old.ext.special", "special"), MovedModule("row", "old.ext.*", "old_*"))
    texts, _ = planned(rules, "from old.ext.special import a\nfrom old.ext.mail import b\nfrom old import c\n")
    assert texts == ["special", "old_mail"]


OVERRIDING = "from lib import Base\n\n\nclass Own(Base):\n    kind = dict\n\n    def open(self):\n        pass\n"


def test_what_a_subclass_overrides_is_renamed() -> None:
    rule = RenamedAttribute("row", "lib.Base", "kind", "sort", overrides=True)
    assert planned((rule,), OVERRIDING + "\n\nprint(Own().kind)\n")[0] == ["sort", "sort"]


def test_what_a_subclass_overrides_is_reported_where_it_does() -> None:
    rule = Reported("row", "lib.Base.open", "nobody calls it", "Move it.", overridden=True)
    assert planned((rule,), OVERRIDING + "\n\nOwn().open()\n")[1] == ["`open`: nobody calls it"]
