"""What is said of tools that are declared beside the application's own libraries."""

from __future__ import annotations

from flask_modernize_codemods.dependencies import MIGRATION

from flask_modernize.project import Project


def test_a_tool_that_is_declared_twice_is_named_once() -> None:
    project = Project.from_files({"requirements.txt": "Flask\ncoverage==7.2.7\ncoverage[toml]==7.2.7\npytest\n"})
    plan = MIGRATION.plan(project, {"development": True, "line-length": 0}, None)
    messages = [each.message for each in plan.findings]
    assert messages == [
        "Installed wherever the application runs, though only development needs it: coverage, pytest.",
    ]
