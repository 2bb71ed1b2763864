class Base:
    RETRIES = 3


class Settings(Base):
    """All there is."""

    CURRENCY = "EUR"
    API_TOKEN = "abc"
    VERIFY = True
