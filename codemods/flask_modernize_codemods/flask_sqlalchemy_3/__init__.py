"""Flask-SQLAlchemy's removed API, as Flask-SQLAlchemy 3.1 has it.

What it does
    Rewrites what Flask-SQLAlchemy renamed, moved or removed between 2.0 and 3.1: imports, positional arguments of
    ``paginate()``, ``get_engine()``, ``create_all(app=...)``, and work on the database outside of an application
    context. Names of tables and places of SQLite files that version 3 would choose otherwise are written down.

Why
    Most of it raises on version 3. Some of it does something else without a word: a relative SQLite path leads to a
    new, empty database in the instance folder, and some models get a new table name.

Example before
    ::

        import os

        from flask import Flask
        from flask_sqlalchemy import BaseQuery, SQLAlchemy

        basedir = os.path.abspath(os.path.dirname(__file__))
        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"
        db = SQLAlchemy(app)


        class Live(BaseQuery):
            def page(self, number):
                return self.paginate(number, 20, False)


        if __name__ == "__main__":
            db.create_all()
            app.run()

Example after
    ::

        import os

        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from flask_sqlalchemy.query import Query

        basedir = os.path.abspath(os.path.dirname(__file__))
        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.path.join(basedir, "shop.db")
        db = SQLAlchemy(app)


        class Live(Query):
            def page(self, number):
                return self.paginate(page=number, per_page=20, error_out=False)


        if __name__ == "__main__":
            with app.app_context():
                db.create_all()
            app.run()

Safety
    Objects are told by where they come from: ``paginate`` of anything else is left alone. Files of databases and names
    of tables stay what they were.

References
    https://flask-sqlalchemy.readthedocs.io/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import changed_settings, library_migration
from flask_modernize_codemods.flask_sqlalchemy_3.codes import CODES

MIGRATION = library_migration(
    id="flask-sqlalchemy-3",
    order=16,
    summary="Flask-SQLAlchemy's removed API becomes that of Flask-SQLAlchemy 3.1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_sqlalchemy_3.table",
    guide="Database Patterns",
    codes=CODES,
    library="Flask-SQLAlchemy",
    intended=changed_settings("the setting is written so that it means the same today", "SQLALCHEMY_*"),
)
