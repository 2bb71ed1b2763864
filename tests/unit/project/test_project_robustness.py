"""Whatever the files say, nothing raises, and answers do not depend on what was asked before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flask_modernize.project import ClassObject, Object, Project

PATHS = ("a.py", "p/__init__.py", "p/a.py", "p/b.py", "q/a.py", "p/p/__init__.py")
NAMES = ("a", "b", "p", "q", "x", "Base", "db")
TARGETS = ("a", "p", "p.a", "p.b", "q.a", ".", ".a", ".b", "..", "..a", "flask", "p.p")

name = st.sampled_from(NAMES)
target = st.sampled_from(TARGETS)
line = st.one_of(
    st.builds("from {} import {} as {}".format, target, name, name),
    st.builds("from {} import *".format, target),
    st.builds("import {}".format, target.filter(lambda each: not each.startswith("."))),
    st.builds("{} = {}".format, name, name),
    st.builds("{} = {}.{}".format, name, name, name),
    st.builds("{} = {}()".format, name, name),
    st.builds("class {}({}, {}): {} = {}".format, name, name, name, name, name),
    st.builds("def {}({}):\n  from {} import {}\n  {} = {}\n  class x({}.{}): pass".format, *[name] * 8),
    st.builds("def {}():\n  global {}\n  {} = 1".format, name, name, name),
    st.builds("__all__ = [{!r}, {!r}]".format, name, name),
    st.builds("try:\n  from {} import {}\nexcept E:\n  {} = None".format, target, name, name),
)
files = st.dictionaries(st.sampled_from(PATHS), st.lists(line, max_size=6).map("\n".join), min_size=1)


def answers(project: Project, questions: list[tuple[str, str]]) -> dict[tuple[str, str], Object | None]:
    return {question: project.resolve(*question) for question in questions}


@settings(max_examples=300, deadline=None)
@given(files)
def test_any_order_of_questions(texts: dict[str, str]) -> None:
    questions = [(path, dotted) for path in texts for dotted in (*NAMES, "a.x", "p.a.db", "db.Model.query")]
    expected = answers(Project.from_files(texts), questions)
    assert answers(Project.from_files(texts), questions[::-1]) == expected
    alone = Project.from_files(texts)
    for question in questions[:: max(1, len(questions) // 5)]:
        assert Project.from_files(texts).resolve(*question) == expected[question]
    assert answers(alone, questions) == expected


@settings(max_examples=150, deadline=None)
@given(files)
def test_everything_can_be_asked(texts: dict[str, str]) -> None:
    project = Project.from_files(texts)
    for path in texts:
        syntax = project.syntax(path)
        facts = project.facts(path)
        assert (syntax is None) == (facts is None)
        if syntax is None or facts is None:
            continue
        for scope in syntax.scopes.scopes():
            for each in NAMES:
                project.resolve(path, f"{each}.x", scope)
        for qualname in facts.classes:
            cls = ClassObject(path, qualname)
            assert cls not in project.ancestors(cls)
            for child in project.subclasses(cls):
                assert cls in project.ancestors(child)
