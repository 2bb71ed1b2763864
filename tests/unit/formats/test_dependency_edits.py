"""Declarations of every kind of file, changed in place: another version, another distribution, none."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from flask_modernize.formats.declarations import Declaration, DependencyFile
from flask_modernize.formats.dependency_edits import Replacement, with_name, with_version, without
from flask_modernize.formats.dependency_files import read_dependency_file

RANGE = ">=3.1,<3.2"


def read(path: str, data: bytes) -> DependencyFile:
    found = read_dependency_file(path, lambda: data)
    assert found is not None
    return found


def flask(file: DependencyFile) -> list[Declaration]:
    return [declaration for declaration in file.declarations if declaration.name == "flask"]


def replaced(data: bytes, replacements: list[Replacement]) -> bytes:
    for start, end, new in sorted(replacements, reverse=True):
        data = data[:start] + new + data[end:]
    return data


def raised(path: str, data: bytes) -> bytes:
    file = read(path, data)
    found = [with_version(data, file, declaration, RANGE) for declaration in flask(file)]
    assert found
    assert None not in found
    return replaced(data, [each for each in found if each is not None])


REQUIREMENTS = [
    ("Flask==1.0\n", "Flask>=3.1,<3.2\n"),
    ("Flask", "Flask>=3.1,<3.2"),
    ("a==1\r\nFlask~=1.0 # why\r\nb\r\n", "a==1\r\nFlask>=3.1,<3.2 # why\r\nb\r\n"),
    ("flask [async] == 1.0 ; python_version > '3'\n", "flask [async] >= 3.1, < 3.2 ; python_version > '3'\n"),
    ("flask>=1.0, <2\n", "flask>=3.1, <3.2\n"),
    ("flask (>=1.0)\n", "flask (>=3.1,<3.2)\n"),
    ("  Flask<2\t--global-option=x\n", "  Flask>=3.1,<3.2\t--global-option=x\n"),
    ("Flask \\\n  ==1.0 \\\n  ; python_version>'3'\n", "Flask \\\n  >=3.1,<3.2 \\\n  ; python_version>'3'\n"),
    (
        "# Flask==0.9\n-r base.txt\n--find-links x\nFlask==1.0",
        "# Flask==0.9\n-r base.txt\n--find-links x\nFlask>=3.1,<3.2",
    ),
    ("# \u00e4\u2028\x85\nFlask==1.0\x0c\n", "# \u00e4\u2028\x85\nFlask>=3.1,<3.2\x0c\n"),
]


@pytest.mark.parametrize(("before", "after"), REQUIREMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_requirements(before: str, after: str, encoding: str) -> None:
    assert raised("requirements.txt", before.encode(encoding)) == after.encode(encoding)


SETUP = """\
from setuptools import setup
# \u00e4
REQUIRES = [
    'Flask==1.0',  # the framework
    u"Jinja2",
]
setup(install_requires=REQUIRES, extras_require={"x": ["Flask[async]>=1"], 'dev': ("a",)}, name="\u00e4")
"""
PYPROJECT = """\
[project]
dependencies = [
    "Flask~=1.0",   # the framework
    'flask [x] ; python_version > "3"',
]
[project.optional-dependencies]
"d.e" = ["flask"]
[dependency-groups]
dev = ["pytest", {include-group = "x"}, "Flask==1"]
[tool.uv]
dev-dependencies = ["flask<2"]
[tool.pdm.dev-dependencies]
lint = ["flask"]
[tool.hatch.envs.default]
dependencies = ["flask"]
"""
POETRY = """\
[tool.poetry.dependencies]
python = "^3.8"
Flask = "^1.1"  # the framework
[tool.poetry.group.web.dependencies]
flask = { version = '*', extras = ["async"] }
[tool.poetry.dev-dependencies.flask]
version = "1.0"
optional = true
"""
PIPFILE = '[packages]\nflask = "*"\n"Jinja2" = "*"\n[dev-packages]\nFlask = {version = "==1.0", extras = ["x"]}\n'
SETUP_CFG = """\
[metadata]
name = x
[options]
install_requires =
    Flask==1.0  # the framework
    # Flask==0.9
    Jinja2
[options.extras_require]
dev = flask<2
"""
TOX = "[tox]\nenvlist = py3\n[testenv]\ndeps =\n\t-rrequirements.txt\n\tFlask==1.0\n[testenv:x]\ndeps = flask\n"
CONDA = """\
name: x
channels:
  - flask
dependencies:
  - python=3.8
  - conda-forge::flask=1.0=py_0  # the framework
  - pip
  - pip:
    - flask==1.0
    - "Flask<2"
  - flask
prefix: /x
"""
DOCKER = """\
FROM python:3.8
# RUN pip install Flask==1.0
RUN apt-get update && \\
    pip3 install --no-cache-dir -r requirements.txt \\
        Flask==1.0 \\
        # why
        "flask[async]<2" gunicorn && echo flask
RUN ["pip", "install", "flask"]
RUN python -m pip install 'flask>1'; uv pip install flask
"""
FILES = [
    ("setup.py", SETUP, 2, "'Flask>=3.1,<3.2',  # the framework"),
    ("pyproject.toml", PYPROJECT, 7, '"Flask>=3.1,<3.2",   # the framework'),
    ("pyproject.toml", POETRY, 3, 'Flask = ">=3.1,<3.2"  # the framework'),
    ("Pipfile", PIPFILE, 2, 'Flask = {version = ">=3.1,<3.2", extras = ["x"]}'),
    ("setup.cfg", SETUP_CFG, 2, "    Flask>=3.1,<3.2  # the framework"),
    ("tox.ini", TOX, 2, "deps = flask>=3.1,<3.2"),
    ("environment.yml", CONDA, 4, "  - conda-forge::flask>=3.1,<3.2  # the framework"),
    ("Dockerfile", DOCKER, 5, '        "Flask>=3.1,<3.2" \\'),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("path", "text", "number", "line"), FILES)
def test_other_files(path: str, text: str, number: int, line: str, newline: str) -> None:
    before = text.replace("\n", newline).encode()
    after = raised(path, before)
    assert line.strip() in [each.strip() for each in after.decode().split(newline)]
    file = read(path, after)
    assert [declaration.specifier for declaration in flask(file)] == [RANGE] * number
    changed = re.compile(r"flask|^version = ", re.IGNORECASE)
    others = [[each for each in data.decode().split(newline) if not changed.search(each)] for data in (before, after)]
    assert others[0] == others[1]
    assert raised(path, after) == after


def test_the_result_is_what_others_read() -> None:
    table = tomllib.loads(raised("pyproject.toml", PYPROJECT.encode()).decode())
    texts = [*table["project"]["dependencies"], table["dependency-groups"]["dev"][2]]
    assert {str(Requirement(text).specifier) for text in texts} == {"<3.2,>=3.1"}
    poetry = tomllib.loads(raised("pyproject.toml", POETRY.encode()).decode())["tool"]["poetry"]
    assert poetry["group"]["web"]["dependencies"]["flask"] == {"version": RANGE, "extras": ["async"]}
    assert poetry["dev-dependencies"]["flask"] == {"version": RANGE, "optional": True}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", "git+https://x.org/flask.git@1#egg=Flask\n"),
        ("requirements.txt", "Flask @ https://x.org/flask.zip\n"),
        ("requirements.txt", "Flask==1.0 --hash=sha256:ab\n"),
        ("requirements.txt", "Flask==1.0 \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd\n"),
        ("setup.py", 'setup(install_requires=["Fl" "ask>=1"])\n'),
        ("setup.py", 'setup(install_requires=["Flask>=1\\n"])\n'),
        ("pyproject.toml", '[project]\ndependencies = ["Fl\\u0061sk"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nflask = {git = "https://x.org/flask.git"}\n'),
        ("Pipfile", '[packages]\nflask = {path = "."}\n'),
        ("poetry.lock", '[[package]]\nname = "flask"\nversion = "1.0"\n'),
    ],
)
def test_is_not_edited(path: str, text: str) -> None:
    data = text.encode()
    file = read(path, data)
    assert [with_version(data, file, declaration, RANGE) for declaration in flask(file)] == [None]
    assert [with_name(data, file, declaration, "x", "") for declaration in flask(file)] == [()]


@pytest.mark.parametrize(
    ("path", "text", "after"),
    [
        ("requirements.txt", "a\nFlask[x]==1.0 # why\n", "a\nquart>=1 # why\n"),
        ("requirements.txt", "Flask", "quart>=1"),
        ("requirements.txt", "flask [x] == 1.0\n", "quart >= 1\n"),
        ("setup.py", 'setup(install_requires=["Flask"])\n', 'setup(install_requires=["quart>=1"])\n'),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\n"Flask" = "*"\n',
            '[tool.poetry.dependencies]\n"quart" = ">=1"\n',
        ),
        ("Pipfile", '[packages]\nflask = {version = "*"}\n', '[packages]\nquart = {version = ">=1"}\n'),
        ("Dockerfile", "RUN pip install flask\n", 'RUN pip install "quart>=1"\n'),
        ("environment.yml", "dependencies:\n- flask=1\n", "dependencies:\n- quart>=1\n"),
    ],
)
def test_another_distribution(path: str, text: str, after: str) -> None:
    data = text.encode()
    file = read(path, data)
    assert replaced(data, list(with_name(data, file, flask(file)[0], "quart", ">=1"))).decode() == after


@pytest.mark.parametrize(
    ("path", "text", "after"),
    [
        ("requirements.txt", "a\nFlask==1.0 \\\n  --hash=sha256:ab\nb\n", "a\nb\n"),
        ("requirements.txt", "a\r\nFlask", "a\r\n"),
        ("requirements.txt", "-e git+https://x.org/f#egg=flask\nb", "b"),
        ("setup.py", 'setup(install_requires=["a", "Flask", "b"])', 'setup(install_requires=["a", "b"])'),
        ("setup.py", 'setup(install_requires=["a", "Flask"])', 'setup(install_requires=["a"])'),
        ("setup.py", 'setup(install_requires=["Flask"])', "setup(install_requires=[])"),
        (
            "setup.py",
            'x = [\n  "a",\n  "Flask"\n]\nsetup(install_requires=x)',
            'x = [\n  "a",\n]\nsetup(install_requires=x)',
        ),
        (
            "setup.py",
            'x = [\n  "Flask",  # y\n]\nsetup(install_requires=x)',
            "x = [\n  # y\n]\nsetup(install_requires=x)",
        ),
        (
            "setup.py",
            'setup(install_requires="""\na\nFlask\nb""".split())',
            'setup(install_requires="""\na\nb""".split())',
        ),
        ("pyproject.toml", '[project]\ndependencies = ["Flask", "b"]', '[project]\ndependencies = ["b"]'),
        ("pyproject.toml", "[project]\ndependencies = [\n  'Flask',\n]\n", "[project]\ndependencies = [\n]\n"),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nflask = {version="1"}\na = "*"',
            '[tool.poetry.dependencies]\na = "*"',
        ),
        ("setup.cfg", "[options]\ninstall_requires =\n  Flask\n  b\n", "[options]\ninstall_requires =\n  b\n"),
        ("setup.cfg", "[options]\ninstall_requires = Flask\n", "[options]\ninstall_requires = \n"),
        ("Dockerfile", "RUN pip install a Flask==1 && x\n", "RUN pip install a && x\n"),
        ("Dockerfile", "RUN pip install a \\\n  Flask\n", "RUN pip install a\n"),
        ("environment.yml", "dependencies:\n- a\n- flask=1\n", "dependencies:\n- a\n"),
    ],
)
def test_taken_out(path: str, text: str, after: str) -> None:
    file = read(path, text.encode())
    found = [without(file, declaration) for declaration in flask(file)]
    assert replaced(text.encode(), [each for each in found if each is not None]).decode() == after


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", 'setup(install_requires="Flask")'),
        ("pyproject.toml", '[tool.poetry.dependencies.flask]\nversion = "1"\n'),
        ("Dockerfile", "RUN pip install Flask\n"),
        ("Dockerfile", 'RUN ["pip", "install", "a", "flask"]\n'),
    ],
)
def test_is_not_taken_out(path: str, text: str) -> None:
    file = read(path, text.encode())
    assert [without(file, declaration) for declaration in flask(file)] == [None]
