class Config(object):
    SECRET_KEY = 'you-will-never-guess'
    SQLALCHEMY_DATABASE_URI = 'sqlite://'
    LANGUAGES = ['en', 'es']
    POSTS_PER_PAGE = 25
