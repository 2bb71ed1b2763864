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
    POSTS_PER_PAGE = int(os.environ.get('POSTS_PER_PAGE', 25))


class DevelopmentConfig(Config):
    """The default profile."""


class TestingConfig(Config):
    """For automated tests."""

    TESTING = True
    SQLALCHEMY_DATABASE_URI = 'sqlite:///:memory:'


class ProductionConfig(Config):
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
    required = getattr(config, 'required', ())
    missing = [each for each in required if not os.environ.get(each)]
    if missing:
        names = ', '.join(missing)
        raise RuntimeError(f'the {name} profile needs the variables {names}')
    return config
