"""Settings of the application: one class for each profile."""

import os


class BaseConfig:
    """What all profiles share; .env.example lists the variables it reads."""

    # --- mail ---
    # who sends
    # shown to customers, please keep it short and friendly
    MAIL_DEFAULT_SENDER = os.environ.get(
        "MAIL_DEFAULT_SENDER", "Shop <shop@example.com>"
    )
    FOOTER = (
        "All rights reserved. "  # first part
        "Ask before you copy."
    )

    LANGUAGES = {
        "en": "English",  # the default
        # "de": "German",
        "es": "Spanish",
    }
    HELP = """
  line one
    line two
"""
    URL_OF_THE_SERVICE_THAT_HAS_A_VERY_LONG_NAME = os.environ.get(
        "URL_OF_THE_SERVICE_THAT_HAS_A_VERY_LONG_NAME",
        "https://example.com/a/very/long/path",
    )


class DevelopmentConfig(BaseConfig):
    """The default profile."""


class TestingConfig(BaseConfig):
    """For automated tests."""

    TESTING = True


class ProductionConfig(BaseConfig):
    """For deployments."""


profiles = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def get_config(name=None):
    """Return the settings of the profile ``name``.

    Without a name: of the one that FLASK_CONFIG names, else development.
    Raises ValueError for an unknown profile.
    """
    name = name or os.environ.get("FLASK_CONFIG") or "development"
    if name not in profiles:
        known = ", ".join(profiles)
        raise ValueError(f"unknown profile {name!r}, known are: {known}")
    return profiles[name]
