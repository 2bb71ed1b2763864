"""Settings of the application: one class for each profile."""

import os
import sys

basedir = os.path.abspath(os.path.dirname(__file__))

# SQLite URI compatible
WIN = sys.platform.startswith('win')
if WIN:
    prefix = 'sqlite:///'
else:
    prefix = 'sqlite:////'


class BaseConfig:
    """What all profiles have in common; see .env.example for the variables that it is read from."""

    # Variables without which a profile does not start.
    required = ()

    SECRET_KEY = os.getenv('SECRET_KEY', 'dev')
    SQLALCHEMY_DATABASE_URI = prefix + os.path.join(os.path.dirname(basedir), os.getenv('DATABASE_FILE', 'data.db'))
    SQLALCHEMY_TRACK_MODIFICATIONS = False


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True
    SQLALCHEMY_DATABASE_URI = 'sqlite:///:memory:'


class ProductionConfig(BaseConfig):
    """For deployments: secrets come from the environment, or the application does not start."""

    required = ('SECRET_KEY',)


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
