import os


def env_flag(name, default):
    """Read a boolean from the environment: 1, true, yes and on are true."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in ("1", "true", "yes", "on")


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY", "dev")
    DEBUG = env_flag("APP_DEBUG", False)
    # who may log in
    OWNER = os.environ.get("OWNER", "ann")
    MAIL_USE_TLS = env_flag("MAIL_USE_TLS", True)  # always
    SHAPE = os.environ.get("SHAPE", "round")
    COLOUR = os.environ.get("COLOUR", "red")


class DevelopmentConfig(Config):
    """The default profile."""


class TestingConfig(Config):
    """For automated tests."""

    TESTING = True


class ProductionConfig(Config):
    """For deployments: does not start without its secrets."""

    required = ("SECRET_KEY",)


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
