"""What all tests of branches share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from branch_place import FILES, LADDER, Place

from flask_modernize.branching.gate import Gate
from flask_modernize.cli import branch_commands, session
from flask_modernize.planning.registry import Registry


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    for name, value in {"NAME": "T", "EMAIL": "t@example.org"}.items():
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(session, "installed", lambda: Registry(LADDER))
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate(()))
    monkeypatch.setattr(branch_commands, "_installed", lambda place, state: {})
    made = Place(root)
    for path, data in FILES.items():
        made.write(path, data)
    made.git("init", "-q", "-b", "main")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "base")
    return made
