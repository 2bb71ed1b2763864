import os


def env_flag(name, default):
    """Return the environment variable as a boolean: 1, true, yes and on are true, else false."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ("1", "true", "yes", "on")


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
    missing = [variable for variable in getattr(config, "required", ()) if not os.environ.get(variable)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs in the environment: {names}")
    return config
