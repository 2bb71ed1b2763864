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
