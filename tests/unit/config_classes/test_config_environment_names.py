from __future__ import annotations

import pytest
from flask_modernize_codemods.config_classes.environment_names import (
    application_name,
    describes_code,
    has_credentials,
    is_secret_name,
    meaning,
    variable_name,
)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("flaskr/flaskr.py", "FLASKR"),
        ("flaskblog/__init__.py", "FLASKBLOG"),
        ("app.py", "APP"),
        ("src/app/__init__.py", "APP"),
        ("shop/app.py", "SHOP"),
        ("examples/first-steps/app.py", "FIRST_STEPS"),
        ("flask.py", "APP"),
        ("2048/wsgi.py", "APP"),
    ],
)
def test_an_application_is_called_by_the_nearest_name_that_tells(path: str, name: str) -> None:
    assert application_name(path) == name


@pytest.mark.parametrize(
    "key", ["USERNAME", "DEBUG", "PATH", "HOME", "DATABASE", "PORT", "LANG", "FLASK_DEBUG", "LC_ALL"]
)
def test_names_that_a_shell_may_have_get_the_name_of_the_application(key: str) -> None:
    assert variable_name(key, "FLASKR") == f"FLASKR_{key}"


def test_other_names_are_those_of_the_setting() -> None:
    assert variable_name("SECRET_KEY", "FLASKR") == "SECRET_KEY"
    assert variable_name("MAIL_SERVER", "FLASKR", {"MAIL_SERVER"}) == "FLASKR_MAIL_SERVER"
    assert variable_name("FLASKR_ADMIN", "FLASKR", {"FLASKR_ADMIN"}) == "FLASKR_ADMIN"


@pytest.mark.parametrize(
    "key",
    [
        "SECRET_KEY",
        "JWT_SECRET_KEY",
        "MAIL_PASSWORD",
        "PASSWORD",
        "SECURITY_PASSWORD_SALT",
        "API_KEY",
        "TWILIO_AUTH_TOKEN",
        "TOKEN",
        "ADMIN_CREDENTIALS",
        "STRIPE_PRIVATE_KEY",
        "MS_TRANSLATOR_KEY",
    ],
)
def test_names_of_secrets(key: str) -> None:
    assert is_secret_name(key)


@pytest.mark.parametrize(
    "key",
    [
        "SECURITY_PASSWORD_HASH",
        "JWT_TOKEN_LOCATION",
        "JWT_ACCESS_TOKEN_EXPIRES",
        "SESSION_KEY_PREFIX",
        "SECRET_KEY_FILE",
        "MONKEY",
        "SECURITY_RESET_PASSWORD_TEMPLATE",
        "CACHE_KEY_PREFIX",
        "TOKEN_TTL",
    ],
)
def test_names_that_only_look_like_secrets(key: str) -> None:
    assert not is_secret_name(key)


def test_urls_with_passwords() -> None:
    assert has_credentials("mysql://web:web@localhost:3306/r")
    assert has_credentials("redis://:secret@cache/0")
    assert not has_credentials("sqlite:////tmp/x.db")
    assert not has_credentials("https://example.com:8080/a@b")
    assert not has_credentials("Shop <shop@example.com>")


def test_settings_of_the_code_and_of_deployments() -> None:
    assert describes_code("SQLALCHEMY_TRACK_MODIFICATIONS")
    assert describes_code("WTF_CSRF_TIME_LIMIT")
    assert describes_code("JSON_SORT_KEYS")
    assert not describes_code("LOAN_DAYS")
    assert not describes_code("POSTS_PER_PAGE")
    assert not describes_code("BLOG_SUBJECT_PREFIX")
    assert not describes_code("SQLALCHEMY_DATABASE_URI")
    assert not describes_code("MAIL_PORT")
    assert not describes_code("SESSION_COOKIE_SECURE")


def test_meanings_are_phrases() -> None:
    assert meaning("SECRET_KEY") == "Signs sessions and tokens"
    assert meaning("COLOUR") == "The setting COLOUR"
    assert meaning("COLOUR", "Of the walls") == "Of the walls"
