import os


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # Who it is for
    OWNER = os.environ.get("OWNER", "ann")
    SHAPE = os.environ.get("SHAPE", "round")


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