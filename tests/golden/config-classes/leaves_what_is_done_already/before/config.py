class BaseConfig:
    COLOUR = "red"


def get_config(name=None):
    return BaseConfig
