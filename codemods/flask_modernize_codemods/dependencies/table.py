"""Distributions: which are dead, which are part of Python today, which are tools of development."""

from __future__ import annotations

from collections.abc import Mapping

DEAD: Mapping[str, str] = {
    "flask-cache": "Use Flask-Caching: from flask_caching import Cache.",
    "flask-classy": "Use Flask-Classful: from flask_classful import FlaskView.",
    "flask-gravatar": "Write a template filter that puts the MD5 of the address into the URL of the picture.",
    "flask-jwt": "Use Flask-JWT-Extended: JWTManager, a user_lookup_loader, and a view of your own for /auth. For"
    " clients to stay as they are: JWT_HEADER_TYPE = 'JWT', JWT_IDENTITY_CLAIM = 'identity', its loaders for errors.",
    "flask-mako": "Use Mako itself: mako.lookup.TemplateLookup(directories=[...]).get_template(name).render(...).",
    "flask-mongoengine": "Use mongoengine itself: mongoengine.connect(...) where the application is made.",
    "flask-nav": "Write the navigation in a template.",
    "flask-oauth": "Use Authlib: from authlib.integrations.flask_client import OAuth.",
    "flask-oauthlib": "Use Authlib: from authlib.integrations.flask_client import OAuth.",
    "flask-babelex": "Use Flask-Babel: from flask_babel import Babel, gettext.",
    "flask-rbac": "Use Flask-Principal, or check permissions in decorators of your own.",
    "flask-restless": "Use flask-smorest, or Flask-Restless-NG.",
    "flask-restplus": "Use flask-restx: from flask_restx import Api, Resource.",
    "flask-script": "Use the commands of Flask itself: app.cli and click.",
    "flask-sqlalchemy-cache": "Use dogpile.cache with SQLAlchemy's own events.",
    "flask-uploads": "Use Flask-Reuploaded, which is imported under the same name; set UPLOADS_AUTOSERVE.",
    "flask-whooshalchemy": "Use a search engine, or the full-text search of the database.",
    "mysql-python": "Use mysqlclient, which is imported under the same name.",
}
"""By normalised name: what takes the place of a distribution that cannot be imported with Flask 3.1."""

SUCCEEDED = frozenset({"flask-uploads", "mysql-python"})
"""Those of them that another distribution is imported in place of, so that an import says nothing."""

NOT_NEEDED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "argparse",
            "asyncio",
            "configparser",
            "contextvars",
            "dataclasses",
            "enum34",
            "futures",
            "hashlib",
            "importlib",
            "ipaddress",
            "multiprocessing",
            "pathlib",
            "ssl",
            "typing",
            "uuid",
            "wsgiref",
        ),
        "is part of Python",
    ),
    "pkg-resources": "comes with setuptools, and cannot be installed",
    "distribute": "is setuptools today",
}
"""By normalised name: why it is not declared any more. What they are imported as is there without them."""

TOOLS: Mapping[str, str] = {
    **dict.fromkeys(("autopep8", "bandit", "black", "bump2version", "bumpversion", "flake8", "invoke", "ipdb"), ""),
    **dict.fromkeys(("isort", "mypy", "nose2", "pdbpp", "pep8", "pip-tools", "pre-commit", "pycodestyle"), ""),
    **dict.fromkeys(("pyflakes", "pylint", "pyupgrade", "ruff", "safety", "tox", "twine", "yapf"), ""),
    "coverage": "coverage",
    "factory-boy": "factory",
    "faker": "faker",
    "flask-testing": "flask_testing",
    "freezegun": "freezegun",
    "ipython": "IPython",
    "mock": "mock",
    "nose": "nose",
    "pudb": "pudb",
    "pytest": "pytest",
    "responses": "responses",
    "selenium": "selenium",
    "sphinx": "sphinx",
    "webtest": "webtest",
}
"""By normalised name: the module that an application would import, empty when it would import none."""
TOOL_PREFIXES = ("flake8-", "pytest-", "pylint-", "sphinx-", "sphinxcontrib-")
