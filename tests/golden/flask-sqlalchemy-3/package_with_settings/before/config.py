import os

basedir = os.path.abspath(os.path.dirname(__file__))


class Config(object):
    SECRET_KEY = 'dev'
    SQLALCHEMY_DATABASE_URI = os.environ.get('DATABASE_URL') or 'sqlite:///shop.db'
    SQLALCHEMY_POOL_RECYCLE = 299


class ProductionConfig(Config):
    SQLALCHEMY_DATABASE_URI = 'postgres://shop@localhost/shop'
