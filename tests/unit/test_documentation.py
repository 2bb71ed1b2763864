"""What is written about the tool is true: examples are run, codes and settings are documented, pages are up to date."""

from __future__ import annotations

import inspect
import re
import runpy
from pathlib import Path

import golden_cases
import pytest

from flask_modernize.planning import registry
from flask_modernize.planning.configuration import CommandLine, Document, configure
from flask_modernize.planning.contract import Behaviour, Migration, Plan
from flask_modernize.planning.documentation import AFTER, BEFORE, DocumentationError, documentation
from flask_modernize.reporting.descriptions import literal

REPOSITORY = Path(__file__).parents[2]
MIGRATIONS = registry.migrations()
GENERATE = runpy.run_path(str(REPOSITORY / "docs" / "generate.py"))

# Links to files of the repository; addresses and places in a page are not looked at.
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")

# What an example imports and does not show.
AROUND = {
    "select-queries": {
        "app/__init__.py": "",
        "app/models.py": (
            "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n\n\n"
            "class User(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n    name = db.Column(db.String)\n"
        ),
    },
    "config-classes": {".gitignore": ".env\n"},
}

each_migration = pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda migration: migration.id)


def read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def encoded(files: dict[str, str]) -> golden_cases.Files:
    return {path: text.encode() for path, text in files.items()}


def test_there_is_a_migration_and_every_entry_point_loads() -> None:
    assert registry.installed().broken == ()
    assert "select-queries" in registry.installed().ids


@each_migration
def test_the_example_becomes_what_the_docstring_says(migration: Migration, tmp_path: Path) -> None:
    described = documentation(migration)
    around = encoded(AROUND.get(migration.id, {}))
    golden_cases.write_files(around | encoded(described.example(BEFORE)), tmp_path)
    tree, run = golden_cases.run(tmp_path, migration)
    actual = golden_cases.result(tree, run)
    golden_cases.check_same(around | encoded(described.example(AFTER)), actual)


@each_migration
def test_every_section_says_something(migration: Migration) -> None:
    described = documentation(migration)
    assert [name for name, text in described.sections.items() if not text.strip()] == []
    assert migration.summary
    assert migration.guide


@each_migration
def test_every_finding_code_is_documented(migration: Migration) -> None:
    codes = {code.code: code for code in migration.codes}
    assert len(codes) == len(migration.codes), "a code is documented twice"
    assert [code for code in codes.values() if not (code.meaning and code.advice)] == []
    assert codes_in_source(migration) <= codes.keys()
    own = [case for case in golden_cases.cases() if case.directory.parent.name == migration.id]
    expected = {finding.rsplit(" ", 1)[1] for case in own for finding in case.findings()}
    assert {code for code in expected if not code.startswith(("I-", "G-"))} <= codes.keys()


def codes_in_source(migration: Migration) -> set[str]:
    """Codes of the migration's own family that its package mentions as strings."""
    prefixes = {code.code.split("-")[0] for code in migration.codes}
    module = Path(str(inspect.getsourcefile(migration.plan)))
    files = module.parent.glob("*.py") if module.parent.name != "flask_modernize_codemods" else [module]
    code = re.compile(r"[\"']((?:" + "|".join(sorted(prefixes)) + r")-[A-Z0-9]+(?:-[A-Z0-9]+)*)[\"']")
    return {found for path in files for found in code.findall(path.read_text(encoding="utf-8"))} if prefixes else set()


@each_migration
def test_the_docs_page_is_up_to_date(migration: Migration) -> None:
    assert read(f"docs/migrations/{migration.id}.md") == GENERATE["page"](migration), "run `make docs`"


@each_migration
def test_the_readme_names_the_migration_as_available(migration: Migration) -> None:
    rows = [line for line in read("README.md").splitlines() if line.startswith("|") and f"`{migration.id}`" in line]
    assert any("available" in row for row in rows)


def test_the_readme_calls_nothing_available_that_is_not_there() -> None:
    rows = [line for line in read("README.md").splitlines() if line.startswith("|") and line.endswith("| available |")]
    named = {name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row)}
    assert named == set(registry.installed().ids)


@each_migration
def test_the_readme_names_codes_of_every_migration(migration: Migration) -> None:
    named = set(re.findall(r"`([A-Z]-[A-Z0-9-]+)`", read("README.md")))
    assert named & {code.code for code in migration.codes}


def test_the_readme_names_only_codes_that_there_are() -> None:
    named = set(re.findall(r"`([A-Z]-[A-Z0-9-]+)`", read("README.md")))
    assert named <= {code.code for migration in MIGRATIONS for code in migration.codes}


def test_every_setting_is_documented() -> None:
    configuration = configure(Document({}), MIGRATIONS, CommandLine())
    settings = {each.name: literal(each.value) for each in configuration.settings if "." not in each.name}
    # The default is the last thing in code style in the second column; how many processes has no fixed one.
    row = re.compile(r"^\| `([a-z-]+)` \|[^|`]*(?:`([^`|]*)`)? \|", re.MULTILINE)
    documented = dict(row.findall(read("docs/configuration.md")))
    assert documented == settings | {"jobs": ""}


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in LINK.findall(page.read_text(encoding="utf-8"))]
    broken = [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert broken == []


def test_the_picture_shows_what_the_tool_does_now() -> None:
    screenshot = runpy.run_path(str(REPOSITORY / "docs" / "screenshot.py"))
    shown = screenshot["picture"](screenshot["dry_run"]())
    assert words_of(read("docs/dry-run.svg")) == words_of(shown), "run `make docs`"


def words_of(svg: str) -> list[str]:
    """The text of a picture; how it is drawn may change with the version of rich."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def sample_migration() -> Migration:
    """The migration that CONTRIBUTING.md tells how to write."""
    code = max(re.findall(r"```python\n(.*?)```", read("CONTRIBUTING.md"), re.DOTALL), key=len)
    namespace: dict[str, object] = {"__name__": "authenticated_property"}
    exec(compile(code, "CONTRIBUTING.md", "exec"), namespace)
    migration = namespace["MIGRATION"]
    assert isinstance(migration, Migration)
    return migration


def test_the_migration_in_contributing_works(tmp_path: Path) -> None:
    test_the_example_becomes_what_the_docstring_says(sample_migration(), tmp_path)


def test_the_migration_in_contributing_reports_what_it_leaves(tmp_path: Path) -> None:
    code = b"from flask_login import current_user\nprint(current_user.is_active(1), user.is_active())\n"
    golden_cases.write_files({"app.py": code}, tmp_path)
    tree, run = golden_cases.run(tmp_path, sample_migration())
    assert golden_cases.result(tree, run) == {"app.py": code}
    assert golden_cases.found(run) == ["app.py:2 L-ARGUMENTS"]


def described_as(docstring: str) -> Migration:
    return Migration("sample", 1, "", Behaviour.SAME, "", docstring, lambda project, options, paths: Plan())


SAMPLE = """Does nothing.

What it does
    One thing.

    And a second one.

Why
    Because.

Example before
    ::

        # shop/models.py
        a = 1
        # A comment with a dot. And no file.

        # shop/views.py
        if a:
            b = 2

Example after
    ::

        a = 2

Safety
    Safe.

References
    None.
"""
UNDERLINED = re.sub(r"^(\w[^.\n]*)$", r"\1\n-----", SAMPLE, flags=re.MULTILINE).replace("\n    ", "\n")


@pytest.mark.parametrize("docstring", [SAMPLE, UNDERLINED], ids=["indented", "underlined"])
def test_a_docstring_is_taken_apart(docstring: str) -> None:
    described = documentation(described_as(docstring))
    assert described.introduction == "Does nothing."
    assert described.sections["What it does"] == "One thing.\n\nAnd a second one."
    assert described.example(AFTER) == {"example.py": "a = 2\n"}
    assert described.example(BEFORE) == {
        "shop/models.py": "a = 1\n# A comment with a dot. And no file.\n",
        "shop/views.py": "if a:\n    b = 2\n",
    }


@pytest.mark.parametrize(
    ("old", "new"), [("Why\n", "How\n"), ("Safety\n    Safe.\n", ""), ("References\n", "Safety\n")]
)
def test_a_docstring_with_other_sections_is_refused(old: str, new: str) -> None:
    with pytest.raises(DocumentationError, match="What it does, Why, Example before"):
        documentation(described_as(SAMPLE.replace(old, new)))
