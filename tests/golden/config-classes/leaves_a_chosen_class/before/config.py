class Config(object):
    SECRET_KEY = "this-really-needs-to-be-changed"
    DEBUG = False


class DevelopmentConfig(Config):
    DEBUG = True
