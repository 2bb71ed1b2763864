import os
basedir = os.path.abspath(os.path.dirname(__file__))


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    if os.environ.get("DATABASE_URL") is None:
        DATABASE = "sqlite:///" + os.path.join(basedir, "app.db")
    else:
        DATABASE = os.environ["DATABASE_URL"]
    ADMINS = ["you@example.com"]
    POSTS_PER_PAGE = int(os.environ.get("POSTS_PER_PAGE", 50))


# What other modules import by name.
ADMINS = BaseConfig.ADMINS
POSTS_PER_PAGE = BaseConfig.POSTS_PER_PAGE


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
