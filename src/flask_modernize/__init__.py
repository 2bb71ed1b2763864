"""flask-modernize: rewrites legacy Flask applications step by step, and leaves alone what it cannot prove."""

__version__ = "0.1.0"
