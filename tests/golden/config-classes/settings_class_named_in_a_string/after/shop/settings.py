def env_flag(name, default):
    """Return the environment variable as a boolean: 1, true, yes and on are true, else false."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ("1", "true", "yes", "on")


import os


class Base:
    RETRIES = 3


class Settings(Base):
    """All there is."""

    CURRENCY = os.environ.get("CURRENCY", "EUR")
    API_TOKEN = os.environ.get("API_TOKEN", "abc")
    VERIFY = env_flag("VERIFY", True)


class DevelopmentConfig(Settings):
    """The default profile."""


class TestingConfig(Settings):
    """For automated tests."""

    TESTING = True


class ProductionConfig(Settings):
    """For deployments: secrets come from the environment, or the application does not start."""

    required = ("API_TOKEN",)


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
    missing = [variable for variable in getattr(config, "required", ()) if not os.environ.get(variable)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs in the environment: {names}")
    return config
