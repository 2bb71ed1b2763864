"""Which files are searched for commands, and where in them a command is."""

from __future__ import annotations

import pytest

from flask_modernize.project import Project
from flask_modernize.project.entry_points import MAX_BYTES, entry_points, is_entry_file


@pytest.mark.parametrize(
    "path",
    [
        *("Procfile", "Procfile.dev", "Dockerfile", "web.Dockerfile", "docker-compose.yml", "deploy/shop.service"),
        *(
            "uwsgi.ini",
            "Makefile",
            ".flaskenv",
            ".env.example",
            "README.md",
            "start.sh",
            "app.json",
            "gunicorn.conf.py",
        ),
        *(".github/workflows/ci.yaml", "fly.toml", "supervisord.conf", "tox.ini"),
    ],
)
def test_files_that_may_hold_commands(path: str) -> None:
    assert is_entry_file(path)


@pytest.mark.parametrize("path", ["app.py", "notes.md", "static/site.js", "node_modules/x/package.json", "procfiles/x"])
def test_other_files(path: str) -> None:
    assert not is_entry_file(path)


def test_places_are_counted_in_bytes() -> None:
    text = "# Größe\nweb: gunicorn app:app\n"
    (found,) = entry_points(Project.from_files({"Procfile": text, "app.py": ""}))
    assert text.encode()[found.start : found.end] == b"app:app"
    assert (found.path, found.line) == ("Procfile", 2)


@pytest.mark.parametrize(
    "data", [b"gunicorn app:app \0", b"gunicorn app:app \xff", b"gunicorn app:app" + b" " * MAX_BYTES]
)
def test_what_is_no_text_is_left_out(data: bytes) -> None:
    assert entry_points(Project.from_files({"start.sh": data, "app.py": ""})) == ()
