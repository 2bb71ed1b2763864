"""Settings of the application: one class for each profile."""

import os
from pathlib import Path

basedir = Path(__file__).resolve().parent


class BaseConfig:
    """What all profiles have in common; see .env.example for the variables that it is read from."""

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
    """For deployments: secrets come from the environment, or the application does not start."""

    required = ("APP_PASSWORD", "SECRET_KEY")


profiles = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def get_config(name=None):
    """Return the settings of a profile: ``name``, else ``FLASK_CONFIG``, else development.

    Raises ValueError for a profile that does not exist, RuntimeError for one whose secrets are missing.
    """
    name = name or os.environ.get("FLASK_CONFIG") or "development"
    if name not in profiles:
        known = ", ".join(profiles)
        raise ValueError(f"unknown profile {name!r}, known are: {known}")
    config = profiles[name]
    missing = [variable for variable in config.required if not os.environ.get(variable)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs in the environment: {names}")
    return config
