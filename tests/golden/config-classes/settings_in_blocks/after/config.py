import os

basedir = 'data'


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    if os.environ.get('DATABASE_URL') is None:
        DATABASE = 'sqlite:///' + os.path.join(basedir, 'app.db')
    else:
        DATABASE = os.environ['DATABASE_URL']

    # paging
    PAGE = int(os.environ.get('PAGE', 10))
    if os.environ.get('MODE') == 'production':
        LEVEL = 'error'
    elif PAGE > 5:
        LEVEL = 'info'
    else:
        LEVEL = 'debug'

    try:
        TOKEN = os.environ['TOKEN']
    except KeyError:
        TOKEN = 'dev'

    HOSTS = {}
    for name in ('a', 'b'):
        HOSTS[name] = PAGE

    try:
        from local_settings import URL
    except ImportError:
        URL = 'http://localhost'


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments."""


profiles = {
    'development': DevelopmentConfig,
    'testing': TestingConfig,
    'production': ProductionConfig,
}


def get_config(name=None):
    """Return the settings of the profile ``name``.

    Without a name: of the one that FLASK_CONFIG names, else development.
    Raises ValueError for an unknown profile.
    """
    name = name or os.environ.get('FLASK_CONFIG') or 'development'
    if name not in profiles:
        known = ', '.join(profiles)
        raise ValueError(f'unknown profile {name!r}, known are: {known}')
    return profiles[name]
