def env_flag(name, default):
    """Read a boolean from the environment: 1, true, yes and on are true."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in ("1", "true", "yes", "on")


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
    """For deployments: does not start without its secrets."""

    required = ("API_TOKEN",)


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
    required = getattr(config, "required", ())
    missing = [each for each in required if not os.environ.get(each)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs the variables {names}")
    return config
