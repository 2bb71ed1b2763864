"""Settings of the application: one class for each profile."""

import os


class BaseConfig:
    """What all profiles have in common; see .env.example for the variables that it is read from."""

    # Variables without which a profile does not start.
    required = ()

    SECRET_KEY = os.environ.get("SECRET_KEY", "development key")
    THEME = os.environ.get("APP_THEME", "light")
    OWNER = os.environ.get("OWNER", "ann")


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments: secrets come from the environment, or the application does not start."""

    required = ("SECRET_KEY",)


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
