"""What templates use of Flask-SQLAlchemy; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.template_kinds import TemplatePositionalToKeyword, TemplateRule

PAGES_OF_OTHERS = ("flask_mongoengine", "flask_peewee", "playhouse", "flask_pymongo")
"""Packages with objects that have pages, too."""

TEMPLATE_RULES: tuple[TemplateRule, ...] = (
    TemplatePositionalToKeyword(
        "fsa-iter-pages-positional",
        "flask_sqlalchemy.pagination.Pagination",
        "iter_pages",
        ("left_edge", "left_current", "right_current", "right_edge"),
        less_one=("right_current",),
        unmistakable="no other object of such an application has pages to iterate",
        rivals=PAGES_OF_OTHERS,
    ),
)
