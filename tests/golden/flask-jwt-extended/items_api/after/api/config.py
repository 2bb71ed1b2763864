class Config(object):
    SECRET_KEY = 'a secret that is long enough for HS256'
