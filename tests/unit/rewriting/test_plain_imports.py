"""Import statements of the commonest layouts are edited as text: libcst would have done the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.rewriting import import_statements
from flask_modernize.rewriting.import_statements import ImportedName, Layout, edited_statement

as_text_only = import_statements._edited_as_text
NAMES = ("a", "B", "CONST", "select", "Abc", "_x", "zz", "func", "And", "or_")
COMMENTS = st.sampled_from(("", "  # noqa", "  # why", " #: x"))
ENTRIES = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True).flatmap(
    lambda names: st.tuples(*(st.sampled_from((name, f"{name} as other")) for name in names))
)
MODULES = st.sampled_from(("x", ".", "..a.b", "sqlalchemy.orm"))


@st.composite
def statements(draw: st.DrawFn) -> str:
    entries, module, comment = draw(ENTRIES), draw(MODULES), draw(COMMENTS)
    if draw(st.booleans()):
        return f"from {module} import {', '.join(entries)}{comment}"
    margin = draw(st.sampled_from(("    ", "\t", "  ")))
    close = draw(st.sampled_from(("", "    ")))
    if len(entries) > 1 and draw(st.booleans()):
        between = [draw(st.sampled_from((", ", f",\n{margin}"))) for _ in entries[2:]]
        filled = "".join(map(str.__add__, ("", ", ", *between), entries))
        return f"from {module} import (\n{margin}{filled}{draw(st.sampled_from(('', ',')))}\n{close}){comment}"
    rows = "".join(f"{margin}{entry},{draw(COMMENTS)}\n" for entry in entries)
    return f"from {module} import (\n{rows}{close}){comment}"


LAYOUTS = st.builds(
    Layout,
    limit=st.sampled_from((30, 60, 88)),
    longest=st.sampled_from((0, 40)),
    wrap=st.sampled_from(("one_per_line", "aligned", "backslash")),
)
NEW = st.lists(
    st.builds(ImportedName, st.sampled_from(("new", "NEW", "Fresh")), st.sampled_from((None, "alias"))),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each.name,
)


@given(statements(), NEW, LAYOUTS, st.sampled_from(("", "    ")), st.booleans())
def test_text_and_libcst_agree(text: str, names: list[ImportedName], layout: Layout, indent: str, wrap: bool) -> None:
    assert as_text_only(text, names, layout, indent, may_wrap=wrap) is not None
    as_text = edited_statement(text, names, (), layout, indent, may_wrap=wrap)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_statements, "_edited_as_text", lambda *_, **__: None)
        assert edited_statement(text, names, (), layout, indent, may_wrap=wrap) == as_text


@pytest.mark.parametrize(
    "text",
    [
        "from x import a,b",
        "from x import (a, b)",
        "from x import (\n    a,\n    b\n)",
        "from x import (\n    a,\n\n    b,\n)",
        "from x import (\n    a,\n    # own line\n    b,\n)",
        "from x import (\n    a,\n      b,\n)",
        "from x import a; b()",
        "from x import a, \\\n    b",
        "import x",
    ],
)
def test_other_layouts_are_left_to_libcst(text: str) -> None:
    assert as_text_only(text, [ImportedName("new")], Layout(), "", may_wrap=True) is None
