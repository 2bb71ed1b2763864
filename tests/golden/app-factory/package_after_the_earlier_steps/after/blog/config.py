import os


class BaseConfig:
    SECRET_KEY = "dev"
    TITLE = "A blog"
    SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL", "sqlite://")


class TestingConfig(BaseConfig):
    TESTING = True


CONFIGS = {"default": BaseConfig, "testing": TestingConfig}


def get_config(name=None):
    """The settings of a profile: its name, or what FLASK_CONFIG says."""
    name = name or os.environ.get("FLASK_CONFIG", "default")
    if name not in CONFIGS:
        raise ValueError(f"unknown profile {name!r}; there are {', '.join(CONFIGS)}")
    return CONFIGS[name]
