"""The files that a new codemod starts from: it works, it is tested, and it is to be replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).with_name("skeleton_files")

SAFETY = {
    "toml": "Only where the name means `acme.connect`, whatever it is called there.",
    "libcst": "Only where the name means `acme.connect`, as far as one file says.",
    "bowler": "Every function named `connect` is taken for that of acme: Bowler looks at names only.",
}
KINDS = ("native", *SAFETY)
KIT = "assert_documented, assert_leaves, assert_rewrites, golden_tests"


def folder_skeleton(id: str, kind: str, folder: str) -> dict[str, str]:
    """The files of a codemod in a project's own folder, by path from the project's root."""
    words = {**_words(id), "toml": f"{id}.toml", "safety": SAFETY.get(kind, "")}
    words["imports"] = f"from flask_modernize.testing import {KIT}, project_migration"
    up = len(folder.split("/")) + 1
    words["migration"] = f'MIGRATION = project_migration("{id}", root=HERE.parents[{up - 1}])\n'
    files = {}
    if kind == "native":
        files[f"{folder}/{words['module']}.py"] = _text("native.py", words)
    else:
        files[f"{folder}/{id}.toml"] = _text("documentation", words) + _text(f"{kind}.toml", words)
    if kind in ("libcst", "bowler"):
        files[f"{folder}/{words['module']}.py"] = _text(f"{kind}.py", words)
    return files | _tests(f"{folder}/tests", kind, words)


def package_skeleton(id: str) -> dict[str, str]:
    """The files of a package of its own with one migration, by path from the package's directory."""
    words = _words(id)
    words["imports"] = f"from {words['module']} import MIGRATION\n\nfrom flask_modernize.testing import {KIT}"
    words["migration"] = ""
    return {
        "pyproject.toml": _text("pyproject.toml", words),
        "README.md": _text("readme.md", words),
        f"src/{words['module']}/__init__.py": _text("native.py", words),
        **_tests("tests", "native", words),
    }


def _tests(directory: str, kind: str, words: Mapping[str, str]) -> dict[str, str]:
    golden = f"{directory}/golden/{words['id']}"
    files = {
        f"{directory}/test_{words['module']}.py": _text("test.py", words),
        f"{golden}/renames_the_keyword/before/app.py": _text("before.py", words),
        f"{golden}/renames_the_keyword/after/app.py": _text("after.py", words),
        f"{golden}/leaves_other_functions/before/app.py": _text("leaves.py", words),
    }
    if kind == "native":
        case = f"{golden}/leaves_unpacked_keywords"
        files[f"{case}/before/app.py"] = _text("leaves_unpacked.py", words)
        files[f"{case}/case.toml"] = f'findings = [\n    "app.py:5 {words["code"]}-UNPACKED",\n]\n'
    return files


def _words(id: str) -> dict[str, str]:
    parts = id.split("-")
    return {
        "id": id,
        "module": id.replace("-", "_"),
        "class_name": "".join(part.capitalize() for part in parts),
        "code": "".join(part[0] for part in parts).upper(),
    }


def _text(name: str, words: Mapping[str, str]) -> str:
    return Template((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")).substitute(words)
