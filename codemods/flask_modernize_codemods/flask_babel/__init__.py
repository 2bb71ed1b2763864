"""Flask-BabelEx and the first versions of Flask-Babel, as Flask-Babel 4 has them.

What it does
    Imports Flask-BabelEx's API from Flask-Babel, and gives the functions that choose locale and time zone to
    ``Babel(...)`` or ``init_app(...)``: the decorators for them are gone. Lazy texts are Flask-Babel's own.

Why
    Flask-BabelEx is dead. The decorators are an error when the module is imported.

Example before
        from flask import Flask, request
        from flask_babel import Babel

        app = Flask(__name__)
        babel = Babel(app)


        @babel.localeselector
        def get_locale():
            return request.accept_languages.best_match(["de", "en"])

Example after
        from flask import Flask, request
        from flask_babel import Babel

        app = Flask(__name__)


        def get_locale():
            return request.accept_languages.best_match(["de", "en"])


        babel = Babel(app, locale_selector=get_locale)

Safety
    Only where there is one place that sets Babel up. A function of another module is looked up when it is needed, so
    that modules may still import each other.

References
    https://github.com/python-babel/flask-babel/blob/master/CHANGELOG
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-babel",
    order=22,
    summary="Flask-BabelEx and decorated selectors become Flask-Babel 4",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_babel.table",
    guide="Technology Stack",
    library="Flask-Babel",
)
