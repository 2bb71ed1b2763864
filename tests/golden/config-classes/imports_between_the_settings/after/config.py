import os
from datetime import timedelta  # for the cookie


def env_flag(name, default):
    """Read a boolean from the environment: 1, true, yes and on are true."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in ("1", "true", "yes", "on")


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # Statement for the development environment
    DEBUG = env_flag("APP_DEBUG", True)

    # Where the application is
    BASE_DIR = os.path.abspath(os.path.dirname(__file__))

    UPLOADS = os.environ.get("UPLOADS", os.path.join(BASE_DIR, "uploads"))
    POSTS_PER_PAGE = int(os.environ.get("POSTS_PER_PAGE", 20))

    REMEMBER_COOKIE_DURATION = timedelta(days=30)


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments."""

    DEBUG = False


profiles = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def get_config(name=None):
    """Return the settings of the profile ``name``.

    Without a name: of the one that FLASK_CONFIG names, else development.
    Raises ValueError for an unknown profile.
    """
    name = name or os.environ.get("FLASK_CONFIG") or "development"
    if name not in profiles:
        known = ", ".join(profiles)
        raise ValueError(f"unknown profile {name!r}, known are: {known}")
    return profiles[name]
