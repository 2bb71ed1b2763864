class Config:
    COLOUR = "red"


class DevelopmentConfig(Config):
    DEBUG = True
