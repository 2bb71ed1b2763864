"""Settings of the application: one class for each profile."""

import os
from datetime import timedelta


def env_flag(name, default):
    """Read a boolean from the environment: 1, true, yes and on are true."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in ('1', 'true', 'yes', 'on')


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # Variables without which a profile does not start.
    required = ()

    # configuration
    DATABASE = os.environ.get('MINITWIT_DATABASE', '/tmp/minitwit.db')
    PER_PAGE = int(os.environ.get('PER_PAGE', 30))
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
    """For deployments: does not start without its secrets."""

    required = ('SECRET_KEY',)
    DEBUG = False


profiles = {
    'development': DevelopmentConfig,
    'testing': TestingConfig,
    'production': ProductionConfig,
}


def get_config(name=None):
    """Return the settings of the profile ``name``.

    Without a name: of the one that FLASK_CONFIG names, else development.
    Raises ValueError for an unknown profile, RuntimeError for missing secrets.
    """
    name = name or os.environ.get('FLASK_CONFIG') or 'development'
    if name not in profiles:
        known = ', '.join(profiles)
        raise ValueError(f'unknown profile {name!r}, known are: {known}')
    config = profiles[name]
    missing = [each for each in config.required if not os.environ.get(each)]
    if missing:
        names = ', '.join(missing)
        raise RuntimeError(f'the {name} profile needs the variables {names}')
    return config
