"""The libraries of the stack: the versions that today's code is for, and what these need of each other.

Ranges are those of the guide where it names one, else from the release that the code is written for up to the next one
that may break it. ``needs`` were read from the metadata of the releases in the range, and from what is known not to
work together though the metadata allows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_modernize.formats.declarations import normalised


@dataclass(frozen=True, slots=True)
class Library:
    """One distribution. Without a ``range`` there is none to raise it to: nothing takes its place."""

    distribution: str
    """As its authors write it: ``Flask-SQLAlchemy``."""
    needed: str = ""
    """The first version that has today's API; empty when no version has."""
    range: str = ""
    """PEP 440: what is declared after the migration."""
    needs: tuple[tuple[str, str], ...] = ()
    """(distribution, lowest version) of what it brings along when it is in its range."""
    breaks: tuple[tuple[str, str], ...] = ()
    """(distribution, lowest version) of what stops working below that version when this one is in its range."""
    dead: tuple[str, ...] = ()
    """Distributions that this one takes the place of."""
    modules: tuple[str, ...] = ()
    """What is imported from it; by default its name with underscores."""
    plain: bool = False
    """Whether raising it by itself needs no changes of code, as far as is known. The old one does not work any more."""

    @property
    def name(self) -> str:
        """The distribution, normalised."""
        return normalised(self.distribution)

    @property
    def imported(self) -> tuple[str, ...]:
        """The modules that it is imported as, those of the dead ones included."""
        own = self.modules or (_module(self.distribution),)
        return (*own, *(_module(each) for each in self.dead))


def _module(distribution: str) -> str:
    return distribution.replace("-", "_").lower()


_SQLALCHEMY = (
    ("Flask-SQLAlchemy", "3.0.3"),
    ("alembic", "1.9"),
    ("Flask-Migrate", "3.1"),
    ("SQLAlchemy-Utils", "0.40"),
    ("marshmallow-sqlalchemy", "0.29"),
)

LIBRARIES: tuple[Library, ...] = (
    Library(
        "Flask",
        "3.1",
        ">=3.1,<3.2",
        needs=(
            ("Werkzeug", "3.1"),
            ("Jinja2", "3.1.2"),
            ("itsdangerous", "2.2"),
            ("click", "8.1.3"),
            ("MarkupSafe", "2.1.1"),
            ("blinker", "1.9"),
        ),
    ),
    Library(
        "Werkzeug",
        "3.1",
        ">=3.1,<3.2",
        needs=(("MarkupSafe", "2.1.1"),),
        breaks=(("Flask", "3.0"), ("Flask-Login", "0.6.3")),
    ),
    Library("Jinja2", "3.1", ">=3.1.2,<4", needs=(("MarkupSafe", "2.0"),), breaks=(("Flask", "2.0"),)),
    Library("MarkupSafe", "2.1", ">=2.1.1,<4", breaks=(("Jinja2", "3.1"),)),
    Library("itsdangerous", "2.2", ">=2.2,<3", breaks=(("Flask", "2.0"),)),
    Library("click", "8.1", ">=8.1.3,<9", breaks=(("Flask", "2.0"),)),
    Library("blinker", "1.9", ">=1.9,<2"),
    Library("SQLAlchemy", "2.0", ">=2.0,<2.1", breaks=_SQLALCHEMY),
    Library(
        "Flask-SQLAlchemy",
        "3.1",
        ">=3.1,<3.2",
        needs=(("Flask", "2.2.5"), ("SQLAlchemy", "2.0.16")),
    ),
    Library("alembic", "1.9", ">=1.13,<2", needs=(("SQLAlchemy", "1.4"),), plain=True),
    Library("Flask-Migrate", "4.0", ">=4,<5", needs=(("alembic", "1.9"),)),
    Library("SQLAlchemy-Utils", "0.40", ">=0.41,<1"),
    Library("Flask-Login", "0.6.3", ">=0.6.3,<0.7"),
    Library("Flask-WTF", "1.2", ">=1.2,<2", needs=(("WTForms", "3.0"), ("itsdangerous", "2.0"))),
    Library("WTForms", "3.0", ">=3.1,<3.4", needs=(("MarkupSafe", "1.1.1"),), breaks=(("Flask-WTF", "1.0"),)),
    Library("Flask-Babel", "4.0", ">=4,<5", needs=(("Babel", "2.12"), ("Jinja2", "3.1")), dead=("Flask-BabelEx",)),
    Library("Babel", "2.12", ">=2.12,<3"),
    Library("Flask-Caching", "2.0", ">=2.3,<3", needs=(("cachelib", "0.9"),), dead=("Flask-Cache",)),
    Library("cachelib", "0.9", ">=0.9,<1"),
    Library("Flask-Mail", "0.10", ">=0.10,<0.11"),
    Library("Flask-RESTful", "0.3.10", ">=0.3.10,<0.4"),
    Library("Flask-JWT-Extended", "4.0", ">=4.6,<5", needs=(("PyJWT", "2.0"),)),
    Library("PyJWT", "2.0", ">=2.8,<3", modules=("jwt",), breaks=(("Flask-JWT-Extended", "4.0"),)),
    Library(
        "Flask-Security",
        "5.5",
        ">=5.5,<6",
        needs=(("Flask", "3.0"), ("Flask-Login", "0.6.3"), ("Flask-WTF", "1.1.2"), ("WTForms", "3.1")),
    ),
    Library("Authlib", "1.0", ">=1.3,<2", dead=("Flask-OAuthlib", "Flask-OAuth")),
    Library("Flask-SocketIO", "5.0", ">=5.4,<6", needs=(("python-socketio", "5.12"), ("python-engineio", "4.11"))),
    Library("python-socketio", "5.12", ">=5.12,<6", modules=("socketio",)),
    Library("python-engineio", "4.11", ">=4.11,<5", modules=("engineio",)),
    Library("Flask-Session", "0.8", ">=0.8,<0.9", needs=(("cachelib", "0.9"),)),
    Library("Flask-Limiter", "4.0", ">=4,<5", needs=(("limits", "3.13"),)),
    Library("limits", "3.13", ">=3.13,<6"),
    Library("Flask-Cors", "5.0", ">=5,<7"),
    Library("Flask-Admin", "2.0", ">=2,<3", needs=(("Flask", "2.0"), ("WTForms", "2.3"))),
    Library("marshmallow", "4.0", ">=4,<5", breaks=(("flask-marshmallow", "1.3"), ("marshmallow-sqlalchemy", "1.4.2"))),
    Library("flask-marshmallow", "1.3", ">=1.3,<2", needs=(("marshmallow", "3.0"),)),
    Library("marshmallow-sqlalchemy", "1.4.2", ">=1.4.2,<2"),
    Library(
        "celery",
        "5.0",
        ">=5.4,<6",
        needs=(("kombu", "5.4"), ("billiard", "4.2"), ("amqp", "5.2"), ("vine", "5.1"), ("click", "8.1.2")),
    ),
    Library("kombu", "5.4", ">=5.4,<6", needs=(("amqp", "5.2"), ("vine", "5.1"))),
    Library("billiard", "4.2", ">=4.2,<5"),
    Library("amqp", "5.2", ">=5.2,<6", needs=(("vine", "5.0"),)),
    Library("vine", "5.1", ">=5.1,<6"),
    Library("Mako", "1.0", ">=1.2,<2"),
    Library("flask-restx", "1.3", ">=1.3,<2", dead=("Flask-RESTPlus",)),
    Library("Flask-Reuploaded", "1.0", ">=1.4,<2", dead=("Flask-Uploads",), modules=("flask_uploads",)),
    Library("Flask-Script"),
    Library("Flask-Assets", "2.1", ">=2.1,<3", plain=True),
    Library("Flask-Bcrypt", "1.0", ">=1,<2", plain=True),
    Library("Flask-DebugToolbar", "0.14", ">=0.16,<0.17", plain=True),
    Library("Flask-Moment", "1.0", ">=1,<2", plain=True),
    Library("Flask-PageDown", "0.4", ">=0.4,<0.5", plain=True),
    Library("Flask-HTTPAuth", "4.4", ">=4.8,<5", plain=True),
    Library("gunicorn", "20.1", ">=23,<24", plain=True),
    Library("psycopg2", "2.7", ">=2.9,<3", plain=True),  # those before have a parameter called `async`
    Library("psycopg2-binary", "2.7", ">=2.9,<3", modules=("psycopg2",), plain=True),
)

_BY_NAME: Mapping[str, Library] = {library.name: library for library in LIBRARIES}


def library(distribution: str) -> Library:
    """The library of that name, however it is spelled. Raises KeyError."""
    return _BY_NAME[normalised(distribution)]


def known_library(distribution: str) -> Library | None:
    """The same; None where there is none of that name."""
    return _BY_NAME.get(normalised(distribution))
