"""Jinja's removed and renamed API, as Jinja 3.1 has it, in code and in templates.

What it does
    Rewrites what Jinja removed, renamed or moved between 2.7 and 3.1: decorators (``contextfilter``), names that are
    MarkupSafe's (``Markup``, ``escape``), extensions that are built in (``jinja2.ext.with_``, also in ``babel.cfg``),
    and in templates methods of Python 2 dictionaries and arguments of filters.

Why
    An application that uses it does not start on today's Jinja, or a page of it breaks when it is shown: no Python
    tool looks into templates.

Example before
    ::

        # app.py
        from flask import Flask, render_template
        from jinja2 import Markup, contextfilter

        app = Flask(__name__)


        @app.template_filter()
        @contextfilter
        def shout(context, text):
            return Markup.escape(text.upper())


        @app.route("/")
        def index():
            return render_template("index.html", prices={"tea": 3})

        # templates/index.html
        {% for name, price in prices.iteritems() %}
        {{ name|shout }}: {{ price }}
        {% endfor %}

Example after
    ::

        # app.py
        from flask import Flask, render_template
        from jinja2 import pass_context
        from markupsafe import Markup

        app = Flask(__name__)


        @app.template_filter()
        @pass_context
        def shout(context, text):
            return Markup.escape(text.upper())


        @app.route("/")
        def index():
            return render_template("index.html", prices={"tea": 3})

        # templates/index.html
        {% for name, price in prices.items() %}
        {{ name|shout }}: {{ price }}
        {% endfor %}

Safety
    Names are rewritten through their imports. In templates, methods of dictionaries are those that only Python 2 has,
    so that nothing else can be meant, unless the project defines a method of that name itself; then, and where a
    filter is one of the project's own, nothing is touched. ``groupby`` is told to tell upper and lower case apart, as
    it did.

References
    https://jinja.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="jinja-3",
    order=12,
    summary="Jinja's removed API, in code and templates, becomes that of Jinja 3.1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.jinja_3.table",
    guide="Technology Stack",
    library="Jinja2",
)
