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

    JSON_SORT_KEYS = env_flag("JSON_SORT_KEYS", False)
    ITEMS_PER_PAGE = int(os.environ.get("ITEMS_PER_PAGE", 10))
    RATIO = float(os.environ.get("RATIO", 1.5))


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
