import os
basedir = os.path.abspath(os.path.dirname(__file__))


class Config(object):
    SECRET_KEY = os.environ.get('SECRET_KEY') or 'you-will-never-guess'
    SQLALCHEMY_DATABASE_URI = os.environ.get('DATABASE_URL') or \
        'sqlite:///' + os.path.join(basedir, 'app.db')
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    MAIL_PORT = int(os.environ.get('MAIL_PORT') or 25)
    MAIL_USE_TLS = os.environ.get('MAIL_USE_TLS') is not None
    ADMINS = ['your-email@example.com']
    SITE_TITLE = os.environ.get('SITE_TITLE', 'Microblog')  # shown on every page
    POSTS_PER_PAGE = 25


class DevelopmentConfig(Config):
    """The default profile."""


class TestingConfig(Config):
    """For automated tests."""

    TESTING = True
    SQLALCHEMY_DATABASE_URI = 'sqlite:///:memory:'


class ProductionConfig(Config):
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
    missing = [variable for variable in getattr(config, 'required', ()) if not os.environ.get(variable)]
    if missing:
        names = ', '.join(missing)
        raise RuntimeError(f'the {name} profile needs in the environment: {names}')
    return config
