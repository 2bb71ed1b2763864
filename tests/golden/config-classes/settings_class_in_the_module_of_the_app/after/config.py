"""Settings of the application: one class for each profile."""

import os

basedir = os.path.abspath(os.path.dirname(__file__))


class BaseConfig:
    """ Flask application config """

    # Variables without which a profile does not start.
    required = ()

    # all there is to set
    # Flask settings
    SECRET_KEY = os.environ.get(
        'SECRET_KEY', 'This is an INSECURE secret!! DO NOT use this in production!!'
    )

    # Flask-SQLAlchemy settings
    DATABASE = os.environ.get('APP_DATABASE', 'basic_app.sqlite')
    SQLALCHEMY_DATABASE_URI = os.environ.get(
        'SQLALCHEMY_DATABASE_URI', 'sqlite:///' + os.path.join(basedir, DATABASE)
    )
    SQLALCHEMY_TRACK_MODIFICATIONS = False  # Avoids warning
    LANGUAGES = {
        'en': 'English',
        'de': 'German',
    }
    COLOUR = os.environ.get('COLOUR', 'red')


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
