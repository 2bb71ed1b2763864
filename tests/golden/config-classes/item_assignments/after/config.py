"""Settings of the application: one class for each profile."""

import os


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
    """For deployments: does not start without its secrets."""

    required = ('SECRET_KEY',)


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
