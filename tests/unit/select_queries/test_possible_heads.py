"""Files that the text tells to have no query have none."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.select_queries.planning import plan_files
from flask_modernize_codemods.select_queries.possible_heads import may_have_heads

from flask_modernize.project import Project

MODELS = """\
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Mixin:
    def all(self):
        return self.query
class User(Mixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
person = User
"""
WITHOUT = [
    "from sqlalchemy.orm.query import Query\n",
    "def f(url):\n    if url.query:\n        url.query = dict(url.query)\n    return g(parse(url.query))\n",
    "class Job:\n    def __init__(self, query):\n        self.query = query\n        self.query.rows = 1\n",
    "url = urlparse(x)\nbase_url = y\nprint(url.query, url.\\\n  query)\n",
    "# a.b.query stands here\ntext = 'x.query'\n",
]
WITH = [
    "from models import User\nprint(User.query)\n",
    "from models import User\nfound = [User][0]\nfound.query.filter_by()\n",
    "from models import User\nfound = User\nprint(found.query)\n",
    "from models import User\ndef f():\n    a, found = 1, User\n    return list(found.query)\n",
    "def f():\n    from models import User as \\\n        found\n    return list(found.query)\n",
    "from models import person\nfor each in person.query: pass\n",
    "import models\nfor each in (models.person).query: pass\n",
    "def f(my_model):\n    return list(my_model.query)\n",
    "def f(x):\n    return (x.query).filter_by(a=1)\n",
    "from models import db, User\ns = db.session\nprint((s.query)(User).all())\n",
    "from models import db, User\nprint(db.session.query (User).all())\n",
    "from models import db\nclass Account(db.Model):\n    def others(self):\n        return list(self.query)\n",
]


def project_with(text: str) -> Project:
    return Project.from_files({"models.py": MODELS, "own.py": text})


@pytest.mark.parametrize("text", WITHOUT)
def test_a_file_without_queries_is_told_by_its_text(text: str) -> None:
    project = project_with(text)
    assert not may_have_heads(project, "own.py")
    plan = plan_files(project, {}, frozenset({"own.py"}))
    assert (plan.groups, plan.findings) == ((), ())


@pytest.mark.parametrize("text", WITH)
def test_a_file_with_a_query_is_followed(text: str) -> None:
    assert may_have_heads(project_with(text), "own.py")


def test_the_file_of_a_mixin_is_followed() -> None:
    assert may_have_heads(project_with(""), "models.py")
