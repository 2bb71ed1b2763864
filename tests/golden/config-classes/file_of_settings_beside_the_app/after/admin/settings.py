import os


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # Variables without which a profile does not start.
    required = ()

    # Create a dummy key so that there are sessions
    SECRET_KEY = os.environ.get("SECRET_KEY", "123456790")
    DATABASE_FILE = os.environ.get(
        "ADMIN_DATABASE_FILE", os.path.join(os.path.dirname(__file__), "sample.sqlite")
    )
    PAGE_SIZE = int(os.environ.get("PAGE_SIZE", 20))


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
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
    missing = [each for each in config.required if not os.environ.get(each)]
    if missing:
        names = ", ".join(missing)
        raise RuntimeError(f"the {name} profile needs the variables {names}")
    return config
