"""Flask-Cache and the first versions of Flask-Caching, as Flask-Caching 2 has them.

What it does
    Imports Flask-Cache's API from Flask-Caching, names the kinds of caches by their classes (``CACHE_TYPE``), and
    follows the modules of the backends.

Why
    Flask-Cache is dead, and the old names of the kinds of caches are an error when the application starts.

Example before
        from flask import Flask
        from flask_cache import Cache

        app = Flask(__name__)
        app.config["CACHE_TYPE"] = "simple"
        cache = Cache(app)

Example after
        from flask import Flask
        from flask_caching import Cache

        app = Flask(__name__)
        app.config["CACHE_TYPE"] = "SimpleCache"
        cache = Cache(app)

Safety
    Caches start cold once: keys are hashed otherwise. Where ``delete_memoized`` is given the method of one object, that
    is reported: it deletes less than it did.

References
    https://flask-caching.readthedocs.io/en/latest/changelog.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import changed_settings, library_migration

MIGRATION = library_migration(
    id="flask-caching",
    order=23,
    summary="Flask-Cache and old names of caches become Flask-Caching 2",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_caching.table",
    guide="Technology Stack",
    library="Flask-Caching",
    intended=changed_settings("the kind of cache has another name today", "CACHE_TYPE"),
)
