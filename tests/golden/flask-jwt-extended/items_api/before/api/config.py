class Config(object):
    SECRET_KEY = 'a secret that is long enough for HS256'
    JWT_BLACKLIST_ENABLED = True
    JWT_BLACKLIST_TOKEN_CHECKS = ['access', 'refresh']
