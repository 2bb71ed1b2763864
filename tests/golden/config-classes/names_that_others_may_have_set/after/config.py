"""Settings of the application: one class for each profile."""

import os


def env_flag(name, default):
    """Read a boolean from the environment: 1, true, yes and on are true."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in ("1", "true", "yes", "on")


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    USER = os.environ.get("GALLERY_USER", "ann")
    PATH = os.environ.get("GALLERY_PATH", "/pictures")
    DEBUG = env_flag("GALLERY_DEBUG", False)
    FLASK_DEBUG = os.environ.get("GALLERY_FLASK_DEBUG", "true")
    COLOUR = os.environ.get("GALLERY_COLOUR", "red")
    DATABASE = None
    AWS_REGION = os.environ.get("GALLERY_AWS_REGION", "eu-1")


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments."""


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
