# coding=utf-8
"""Settings."""
import os
from os.path import join

here = '.'


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

    # the database
    DATABASE = os.environ.get('ADMIN_DATABASE', 'mysql://web:web@localhost:3306/r')
    UPLOAD_FOLDER = join(here, 'permdir')
    if UPLOAD_FOLDER.startswith('/'):
        TEMPORARY = False
    else:
        TEMPORARY = True
    MESSAGE = """Dear all,

    welcome.
"""
    SECRET_KEY = os.environ.get('SECRET_KEY', 'a secret key')
    DEBUG = env_flag('ADMIN_DEBUG', False)


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments: does not start without its secrets."""

    required = ('ADMIN_DATABASE', 'SECRET_KEY')


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
