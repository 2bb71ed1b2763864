"""Settings of the application: one class for each profile."""

import os
from datetime import timedelta


def env_flag(name, default):
    """Return the environment variable as a boolean: 1, true, yes and on are true, else false."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ('1', 'true', 'yes', 'on')


class BaseConfig:
    """What all profiles have in common; see .env.example for the variables that it is read from."""

    # Variables without which a profile does not start.
    required = ()

    # configuration
    DATABASE = os.environ.get('MINITWIT_DATABASE', '/tmp/minitwit.db')
    PER_PAGE = 30
    DEBUG = env_flag('MINITWIT_DEBUG', True)
    SECRET_KEY = os.environ.get('SECRET_KEY', 'development key')
    PERMANENT_SESSION_LIFETIME = timedelta(
        days=7,
        hours=12,
    )


# What other modules import by name.
PER_PAGE = BaseConfig.PER_PAGE


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments: secrets come from the environment, or the application does not start."""

    required = ('SECRET_KEY',)
    DEBUG = False


profiles = {
    'development': DevelopmentConfig,
    'testing': TestingConfig,
    'production': ProductionConfig,
}


def get_config(name=None):
    """Return the settings of a profile: ``name``, else ``FLASK_CONFIG``, else development.

    Raises ValueError for a profile that does not exist, RuntimeError for one whose secrets are missing.
    """
    name = name or os.environ.get('FLASK_CONFIG') or 'development'
    if name not in profiles:
        known = ', '.join(profiles)
        raise ValueError(f'unknown profile {name!r}, known are: {known}')
    config = profiles[name]
    missing = [variable for variable in config.required if not os.environ.get(variable)]
    if missing:
        names = ', '.join(missing)
        raise RuntimeError(f'the {name} profile needs in the environment: {names}')
    return config
