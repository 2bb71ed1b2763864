from .flaskr import create_app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        from .flaskr import app

        return app
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
