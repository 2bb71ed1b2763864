class Config(object):
    CACHE_TYPE = "filesystem"
    CACHE_DIR = "/tmp"


class TestConfig(Config):
    CACHE_TYPE = "null"
