"""Names that are no longer imported, alone and together with names that come instead."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.rewriting.edits import ImportDrop, ImportNeed
from flask_modernize.rewriting.imports import import_edits
from flask_modernize.rewriting.linter_comments import is_linter_comment
from flask_modernize.sources import SourceFile

PATH = "shop/views.py"


def edited(before: bytes, drops: str = "", needs: str = "", first_use: int = 0) -> bytes:
    """``drops``: ``1 db; 3 app``; ``needs``: ``shop.ext db; 3 shop.ext db`` with the line to stand beside."""
    source = SourceFile.from_bytes(before)
    edits = import_edits(
        PATH,
        source,
        source.parse(),
        [need(each) for each in needs.split("; ") if each],
        drops=[drop(each) for each in drops.split("; ") if each],
        first_use=first_use,
        first_party=("app",),
    )
    data = before
    for edit in sorted(edits, reverse=True):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    ast.parse(data)
    return data


def drop(text: str) -> ImportDrop:
    line, name = text.split()
    return ImportDrop(PATH, int(line), name)


def need(text: str) -> ImportNeed:
    words = text.split()
    line = int(words.pop(0)) if words[0].isdigit() else 0
    module, name, *alias = words
    return ImportNeed(PATH, module, name, alias[1] if alias else None, line)


# name, before, drops, needs, after
CASES = [
    ("one of two", "from app import app, db\n", "1 db", "", "from app import app\n"),
    ("the first", "from app import app, db\n", "1 app", "", "from app import db\n"),
    ("in the middle", "from app import app, db, mail\n", "1 db", "", "from app import app, mail\n"),
    ("by its alias", "from app import app, db as d\n", "1 d", "", "from app import app\n"),
    ("plain imports", "import os, app, sys\n", "1 app", "", "import os, sys\n"),
    ("a dotted one", "import os, app.models\n", "1 app.models", "", "import os\n"),
    (
        "a trailing comment stays",
        "from app import app, db  # noqa: E402\n",
        "1 db",
        "",
        "from app import app  # noqa: E402\n",
    ),
    (
        "what comes from elsewhere is left alone by linters, too",
        "import sys\n\nsys.path = []\nfrom app import app, db  # noqa: E402\nfrom app.models import User  # noqa\n",
        "4 db",
        "4 app.ext db",
        (
            "import sys\n\nsys.path = []\nfrom app import app  # noqa: E402\nfrom app.ext import db  # noqa: E402\n"
            "from app.models import User  # noqa\n"
        ),
    ),
    (
        "a comment for type checkers is about one import",
        "from app import app, db  # type: ignore\n",
        "1 db",
        "app.ext db",
        "from app import app  # type: ignore\nfrom app.ext import db\n",
    ),
    ("parentheses on a line", "from app import (app, db)\n", "1 db", "", "from app import app\n"),
    ("parentheses of three", "from app import (app, db, mail)\n", "1 db", "", "from app import (app, mail)\n"),
    (
        "one per line",
        "from app import (\n    app,\n    db,\n    mail,\n)\n",
        "1 db",
        "",
        "from app import (\n    app,\n    mail,\n)\n",
    ),
    ("one per line, one left", "from app import (\n    app,\n    db,\n)\n", "1 db", "", "from app import app\n"),
    ("aligned", "from app import (app, db,\n                 mail)\n", "1 mail", "", "from app import app, db\n"),
    (
        "aligned, first",
        "from app import (app,\n                 db,\n                 mail)\n",
        "1 app",
        "",
        "from app import (db,\n                 mail)\n",
    ),
    ("backslash, last", "from app import app, \\\n    db\n", "1 db", "", "from app import app\n"),
    ("backslash, first", "from app import app, \\\n    db\n", "1 app", "", "from app import db\n"),
    ("backslash, middle", "from app import app, db, \\\n    mail\n", "1 db", "", "from app import app, mail\n"),
    (
        "backslash, too long for one line",
        f"from app import app, {'d' * 40}, \\\n    {'m' * 40}\n",
        "1 app",
        "",
        f"from app import {'d' * 40}, \\\n    {'m' * 40}\n",
    ),
    (
        "comments stay",
        "from app import (  # all\n    # the app\n    app,  # a\n    db,  # d\n    mail,  # noqa\n)\n",
        "1 db; 1 mail",
        "",
        "from app import (  # all\n    # the app\n    app,  # a\n    # d\n)\n",
    ),
    (
        "a comment on a line of several",
        "from app import (\n    app, db,  # core\n    mail,\n)\n",
        "1 db",
        "",
        "from app import (\n    app,  # core\n    mail,\n)\n",
    ),
    # whole statements
    ("the line goes", "import os\nfrom app import db\nx = 1\n", "2 db", "", "import os\nx = 1\n"),
    ("all of its names", "import os\nfrom app import app, db\nx = 1\n", "2 db; 2 app", "", "import os\nx = 1\n"),
    ("a star", "import os\nfrom app.views import *  # noqa\nx = 1\n", "2 *", "", "import os\nx = 1\n"),
    ("the first line of a file", "from app import db\n\nimport os\n", "1 db", "", "import os\n"),
    ("all there is", "from app import db\n", "1 db", "", ""),
    (
        "under a docstring",
        '"""Doc."""\nfrom app import db\n\n\ndef f():\n    pass\n',
        "2 db",
        "",
        '"""Doc."""\n\n\ndef f():\n    pass\n',
    ),
    ("a section of its own", "import os\n\nfrom app import db\n\n\nx = 1\n", "3 db", "", "import os\n\n\nx = 1\n"),
    ("between sections", "import os\n\nfrom app import db\n\nimport b\n", "3 db", "", "import os\n\nimport b\n"),
    (
        "two below each other",
        "import os\n\nfrom app import db\nimport app\n\nx = 1\n",
        "3 db; 4 app",
        "",
        "import os\n\nx = 1\n",
    ),
    ("at the bottom", "x = 1\n\n\nfrom app import routes\n", "4 routes", "", "x = 1\n"),
    ("at the bottom without line end", "x = 1\n\nfrom app import routes", "3 routes", "", "x = 1"),
    (
        "its comment for readers stays",
        "x = 1\nfrom app import routes  # at the bottom: it imports app\ny = 1\n",
        "2 routes",
        "",
        "x = 1\n# at the bottom: it imports app\ny = 1\n",
    ),
    ("its comment for linters goes", "x = 1\nfrom app import a  # noqa: E402\ny = 1\n", "2 a", "", "x = 1\ny = 1\n"),
    (
        "a comment above stays",
        "x = 1\n\n# bottom\nfrom app import a\n",
        "4 a",
        "",
        "x = 1\n\n# bottom\n",
    ),
    (
        "comments between parentheses",
        "from app import (\n    # the database\n    db,  # d\n)\nx = 1\n",
        "1 db",
        "",
        "# the database\n# d\nx = 1\n",
    ),
    ("sole statement", "if x:\n    from app import db\ny = 1\n", "2 db", "", "if x:\n    pass\ny = 1\n"),
    ("one-line block", "if x: from app import db\ny = 1\n", "1 db", "", "if x: pass\ny = 1\n"),
    (
        "every statement of a block",
        "try:\n    import app\n    from app import db  # d\nexcept ImportError:\n    raise\n",
        "2 app; 3 db",
        "",
        "try:\n    pass\n    # d\nexcept ImportError:\n    raise\n",
    ),
    ("first in a function", "def f():\n    from app import db\n\n    x = 1\n", "2 db", "", "def f():\n    x = 1\n"),
    ("semicolon, first", "from app import db; x = 1\n", "1 db", "", "x = 1\n"),
    ("semicolon, last", "x = 1; from app import db  # c\n", "1 db", "", "x = 1  # c\n"),
    ("semicolon, middle", "x = 1; from app import db; y = 1\n", "1 db", "", "x = 1; y = 1\n"),
    ("semicolon, two last", "x = 1; from app import db; import app\n", "1 db; 1 app", "", "x = 1\n"),
    ("semicolon, two first", "from app import db; import app; x = 1\n", "1 db; 1 app", "", "x = 1\n"),
    ("semicolon, all", "y = 2\nfrom app import db; import app\nx = 1\n", "2 db; 2 app", "", "y = 2\nx = 1\n"),
    # with names that come instead
    (
        "another module",
        "from app import app, db\n",
        "1 db",
        "app.extensions db",
        "from app import app\nfrom app.extensions import db\n",
    ),
    (
        "in its place",
        "import os\n\nfrom app import db\n\nx = 1\n",
        "3 db",
        "app.extensions db",
        "import os\n\nfrom app.extensions import db\n\nx = 1\n",
    ),
    (
        "in its place among sorted ones",
        "from app import db\nfrom app.forms import A\nfrom app.models import User\n",
        "1 db",
        "app.extensions db",
        "from app.extensions import db\nfrom app.forms import A\nfrom app.models import User\n",
    ),
    (
        "not in its place where that breaks the order",
        "from app import db\nfrom app.auth import A\nfrom app.models import User\n",
        "1 db",
        "app.extensions db",
        "from app.auth import A\nfrom app.extensions import db\nfrom app.models import User\n",
    ),
    (
        "in its place where there is no order",
        "from zoo import z\nfrom app import db\nfrom bar import b\n",
        "2 db",
        "app.extensions db",
        "from zoo import z\nfrom app.extensions import db\nfrom bar import b\n",
    ),
    (
        "with its comments",
        "from app import db  # noqa: E402\n",
        "1 db",
        "app.extensions db",
        "from app.extensions import db  # noqa: E402\n",
    ),
    (
        "joins another",
        "from app import db\nfrom app.extensions import mail\n",
        "1 db",
        "app.extensions db",
        "from app.extensions import db, mail\n",
    ),
    ("the same statement", "from app import db\n", "1 db", "app create_app", "from app import create_app\n"),
    ("the same name is kept", "from app import db\n", "1 db", "app db", "from app import db\n"),
    (
        "an alias instead",
        "from app import db\n",
        "1 db",
        "app.extensions db as db",
        "from app.extensions import db as db\n",
    ),
    (
        "relative",
        "from . import db\nfrom .models import User\n",
        "1 db",
        ".extensions db",
        "from .extensions import db\nfrom .models import User\n",
    ),
    (
        "nothing else is there",
        "from app import db\n\nx = 1\n",
        "1 db",
        "flask current_app",
        "from flask import current_app\n\nx = 1\n",
    ),
    (
        "in a function",
        "def f():\n    from app import db\n    return db\n",
        "2 db",
        "2 app.extensions db",
        "def f():\n    from app.extensions import db\n    return db\n",
    ),
    (
        "beside, of two",
        "def f():\n    from app import app, db\n    return db\n",
        "2 db",
        "2 app.extensions db",
        "def f():\n    from app import app\n    from app.extensions import db\n    return db\n",
    ),
    ("one-line block, instead", "if x: from app import db\n", "1 db", "1 app.ext db", "if x: from app.ext import db\n"),
    (
        "a section of its own, though the last one goes",
        "from flask import Flask\nfrom flask_mail import Mail\n\napp = Flask()\n",
        "2 Mail",
        "app.extensions mail",
        "from flask import Flask\n\nfrom app.extensions import mail\n\napp = Flask()\n",
    ),
    (
        "at the top and beside",
        "from app import db, mail\n",
        "1 db; 1 mail",
        "app.ext db; 1 app.ext mail",
        "from app.ext import db, mail\n",
    ),
    (
        "several names in several places",
        "from app import app, db, login\nfrom app.models import User\n",
        "1 db; 1 login",
        "app.extensions db; app.extensions login; flask current_app",
        (
            "from flask import current_app\n\nfrom app import app\nfrom app.extensions import db, login\n"
            "from app.models import User\n"
        ),
    ),
]

PARAMETERS = [pytest.param(*case[1:], id=case[0]) for case in CASES]


@pytest.mark.parametrize(("before", "drops", "needs", "after"), PARAMETERS)
def test_drops(before: str, drops: str, needs: str, after: str) -> None:
    assert edited(before.encode(), drops, needs).decode() == after


@pytest.mark.parametrize(
    ("before", "drops", "needs", "after"), [p for p in PARAMETERS if str(p.values[0]).endswith("\n")]
)
def test_a_crlf_copy_gives_the_crlf_copy(before: str, drops: str, needs: str, after: str) -> None:
    assert edited(before.replace("\n", "\r\n").encode(), drops, needs).decode() == after.replace("\n", "\r\n")


def test_a_drop_that_meets_nothing() -> None:
    with pytest.raises(LookupError, match="no import on line 2 binds 'db'"):
        edited(b"from app import db\nx = 1\n", "2 db")


def test_an_import_below_the_first_new_code_is_not_used() -> None:
    before = b"import os\nx = 1\nfrom app import db\n"
    assert edited(before, "3 db", "app.ext db", first_use=2) == b"import os\nfrom app.ext import db\nx = 1\n"


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5, unique=True)
COMMENT = st.sampled_from(["", "", "  # why", "  # noqa"])


@st.composite
def statements(draw: st.DrawFn) -> str:
    names, module, form = draw(NAMES), draw(st.sampled_from(["app", "app.x", ".y", "zoo"])), draw(st.integers(0, 5))
    if form == 0:
        return f"from {module} import (\n" + "".join(f"    {name},{draw(COMMENT)}\n" for name in names) + ")\n"
    if form == 1:
        return f"from {module} import ({', '.join(names)}){draw(COMMENT)}\n"
    if form == 2:
        return f"from {module} import {', '.join(names)}, \\\n    last{draw(COMMENT)}\n"
    if form == 3:
        return f"if x:\n    from {module} import {', '.join(names)}{draw(COMMENT)}\n"
    if form == 4:
        return f"x = 1; from {module} import {', '.join(names)}; y = 1\n"
    return f"from {module} import {', '.join(names)}{draw(COMMENT)}\n"


def imports_of(data: bytes) -> list[tuple[str, str]]:
    froms = [node for node in ast.walk(ast.parse(data)) if isinstance(node, ast.ImportFrom)]
    return sorted(("." * node.level + (node.module or ""), alias.name) for node in froms for alias in node.names)


def comments_of(data: bytes) -> list[str]:
    tokens = tokenize.tokenize(io.BytesIO(data).readline)
    return sorted(t.string for t in tokens if t.type == tokenize.COMMENT and not is_linter_comment(t.string))


@given(
    st.lists(st.tuples(st.sampled_from(["", "", "\n", "# note\n", "z = 1\n"]), statements()), min_size=1, max_size=5),
    st.data(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_file(parts: list[tuple[str, str]], data: st.DataObject, newline: str) -> None:
    before = "".join(one + two for one, two in parts).replace("\n", newline).encode()
    nodes = [node for node in ast.walk(ast.parse(before)) if isinstance(node, ast.ImportFrom)]
    every = [(node, alias) for node in nodes for alias in node.names]
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True))
    wanted = data.draw(
        st.lists(st.tuples(st.sampled_from(["app", "new.place", ".y"]), st.sampled_from("pq")), max_size=2)
    )
    drops = "; ".join(f"{node.lineno} {alias.name}" for node, alias in chosen)
    after = edited(before, drops, "; ".join(f"{module} {name}" for module, name in wanted))
    gone = {(node.lineno, alias.name) for node, alias in chosen}
    left = [
        ("." * node.level + (node.module or ""), alias.name)
        for node, alias in every
        if (node.lineno, alias.name) not in gone
    ]
    assert imports_of(after) == sorted(left + list(dict.fromkeys(wanted)))
    assert comments_of(after) == comments_of(before)
    assert after.count(b"\r") == (after.count(b"\n") if newline == "\r\n" else 0)
    names = [ast.unparse(node) for node in ast.walk(ast.parse(before)) if isinstance(node, ast.Assign)]
    assert [ast.unparse(node) for node in ast.walk(ast.parse(after)) if isinstance(node, ast.Assign)] == names
