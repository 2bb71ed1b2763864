from .core import Site


def create_app():
    web_app = Site(__name__)
    web_app.setup()

    from . import views
    views.register(web_app)
    return web_app


def __getattr__(name):
    """Makes `web_app` when it is first asked for: for what still imports it from here."""
    if name == 'web_app':
        globals()['web_app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
