class Config(object):
    CACHE_TYPE = "FileSystemCache"
    CACHE_DIR = "/tmp"


class TestConfig(Config):
    CACHE_TYPE = "NullCache"
