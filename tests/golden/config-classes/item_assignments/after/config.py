"""Settings of the application: one class for each profile."""

import os


def env_flag(name, default):
    """Return the environment variable as a boolean: 1, true, yes and on are true, else false."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ('1', 'true', 'yes', 'on')


class BaseConfig:
    """What all profiles have in common; see .env.example for the variables that it is read from."""

    # Variables without which a profile does not start.
    required = ()

    SECRET_KEY = os.environ.get(
        'SECRET_KEY', 'the quick brown fox jumps over the lazy dog'
    )
    SQLALCHEMY_DATABASE_URI = os.environ.get(
        'SQLALCHEMY_DATABASE_URI', 'sqlite:///db.sqlite'
    )
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    MAX_CONTENT_LENGTH = int(os.environ.get('MAX_CONTENT_LENGTH', 16 * 1024 * 1024))
    RATE = float(os.environ.get('RATE', 0.5))
    SQLALCHEMY_ECHO = env_flag('SQLALCHEMY_ECHO', False)
    SENTRY = None
    ADMINS = ['you@example.com']


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
