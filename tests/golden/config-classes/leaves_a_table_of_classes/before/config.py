class Config:
    COLOUR = "red"


class DevelopmentConfig(Config):
    DEBUG = True


config = {"development": DevelopmentConfig, "default": Config}
