"""Moves the routes of a global app into blueprints, one for each module, and the endpoint names with them.

What it does
    Every module with ``@app.route`` gets a blueprint named for its domain, which is registered right where the routes
    used to appear. Hooks, error handlers, filters and commands move along in the forms that hold for the whole app
    (``before_app_request``, ``app_errorhandler`` ...). Every reference to an endpoint follows: ``url_for`` in Python
    and in templates, ``login_view``, comparisons with ``request.endpoint``, ``view_functions``. Where a name is
    computed at run time, the names it may mean are kept: such a module registers its routes in a function
    ``register_routes(app)`` instead. With ``split = true`` the app's own module is cut into several: models go to
    ``models.py``, forms to ``forms.py``, routes to modules of their own by the first part of their URL, with the
    functions, variables and imports that nothing else needs, and what is left of the routes to ``views.py``.

Why
    A route on a global app needs that app when its module is imported, which makes imports circular and an
    application factory impossible. A blueprint needs nothing, and says which part of the app a URL belongs to.

Example before
    ::

        from flask import Flask, redirect, url_for

        app = Flask(__name__)


        @app.before_request
        def count():
            pass


        @app.route("/")
        def index():
            return redirect(url_for("hello", name="you"))


        @app.route("/hello/<name>")
        def hello(name):
            return name

Example after
    ::

        from flask import Blueprint, Flask, redirect, url_for

        bp = Blueprint("main", __name__)

        app = Flask(__name__)


        @bp.before_app_request
        def count():
            pass


        @bp.route("/")
        def index():
            return redirect(url_for("main.hello", name="you"))


        @bp.route("/hello/<name>")
        def hello(name):
            return name


        app.register_blueprint(bp)

Safety
    Endpoint names change, and ``request.blueprint`` is no longer None; URLs, methods, responses, hooks and their order,
    error handlers, filters and commands stay the same. The names change only where every place that may name them is
    followed.

References
    https://flask.palletsprojects.com/en/stable/blueprints/
    https://flask.palletsprojects.com/en/stable/api/#blueprint-objects
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, Migration, Option, Options, Plan
from flask_modernize_codemods.blueprints.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every app that a module-level variable holds."""
    from flask_modernize_codemods.blueprints.planning import plan_programs

    return plan_programs(project, options)


MIGRATION = Migration(
    id="blueprints",
    order=50,
    summary="@app.route becomes @bp.route in one blueprint per module; endpoint names follow",
    behaviour=Behaviour.SAME,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    options=(
        Option(
            "endpoints",
            "rename",
            "'rename': index becomes main.index, everywhere; 'keep': routes go to register_routes(app) and keep names",
            ("rename", "keep"),
        ),
        Option("split", False, "cut the app's own module into models, forms, routes by URL prefix, and views"),
    ),
    codes=CODES,
    whole_program=True,
)
