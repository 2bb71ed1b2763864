import os

basedir = os.path.abspath(os.path.dirname(__file__))


class Config(object):
    SECRET_KEY = 'dev'
    SQLALCHEMY_DATABASE_URI = os.environ.get('DATABASE_URL') or 'sqlite:///' + os.path.join(basedir, 'shop', 'shop.db')
    SQLALCHEMY_ENGINE_OPTIONS = {'pool_recycle': 299}


class ProductionConfig(Config):
    SQLALCHEMY_DATABASE_URI = 'postgresql://shop@localhost/shop'
