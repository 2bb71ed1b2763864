"""What Flask-WTF handed on from WTForms is WTForms' own, and of today, after one run."""

from __future__ import annotations

from flask_modernize_codemods.flask_wtf import MIGRATION as FLASK_WTF
from flask_modernize_codemods.wtforms_3 import MIGRATION as WTFORMS

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.sources import Tree, memory_tree
from flask_modernize.sources.changes import Changes

FORMS = b"""from flask_wtf import Form, fields, validators


class Login(Form):
    name = fields.TextField(validators=[validators.required()])
"""
OLD = {"forms.py": FORMS, "requirements.txt": b"Flask-WTF==0.8.4\nWTForms==1.0.5\n"}


def run(tree: Tree) -> Changes:
    ladder = sorted([WTFORMS, FLASK_WTF], key=lambda each: each.order)
    configuration = configure(read_document(lambda _: None), ladder, CommandLine())
    return planner.run(tree, ladder, configuration, jobs=1).changes


def test_one_run_is_enough() -> None:
    tree = memory_tree(OLD)
    changes = run(tree)
    delta = changes.get("forms.py")
    assert delta is not None
    assert delta.after is not None
    assert b"from wtforms import fields, validators" in delta.after
    assert b"fields.StringField(validators=[validators.data_required()])" in delta.after
    after = {each.path: each.after for each in changes if each.after is not None}
    assert not run(memory_tree({**OLD, **after}))
