"""Settings of the application: one class for each profile."""

import os
from pathlib import Path

basedir = Path(__file__).resolve().parent


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # Variables without which a profile does not start.
    required = ()

    # configuration
    DATABASE = os.environ.get("APP_DATABASE", "flaskr.db")
    USERNAME = os.environ.get("APP_USERNAME", "admin")
    PASSWORD = os.environ.get("APP_PASSWORD", "admin")
    SECRET_KEY = os.environ.get("SECRET_KEY", "change_me")

    url = os.getenv("DATABASE_URL", f"sqlite:///{Path(basedir).joinpath(DATABASE)}")

    if url.startswith("postgres://"):
        url = url.replace("postgres://", "postgresql://", 1)
    SQLALCHEMY_DATABASE_URI = url
    SQLALCHEMY_TRACK_MODIFICATIONS = False


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True
    SQLALCHEMY_DATABASE_URI = "sqlite:///:memory:"


class ProductionConfig(BaseConfig):
    """For deployments: does not start without its secrets."""

    required = ("APP_PASSWORD", "SECRET_KEY")


profiles = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def get_config(name=None):
    """Return the settings of the profile ``name``.

    Without a name: of the one that FLASK_CONFIG names, else development.
    Raises ValueError for an unknown profile, RuntimeError for missing secrets.
    """
    name = name or os.environ.get("FLASK_CONFIG") or "development"
    if name not in profiles:
        known = ", ".join(profiles)
        raise ValueError(f"unknown profile {name!r}, known are: {known}")
    config = profiles[name]
    missing = [each for each in config.required if not os.environ.get(each)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs the variables {names}")
    return config
