from flask import Flask


def create_app():
    helper = Flask('helper')
    helper.add_template_filter(shout)
    return helper


def shout(text):
    return text.upper() + '!'


def __getattr__(name):
    """Makes `helper` when it is first asked for: for what still imports it from here."""
    if name == 'helper':
        globals()['helper'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
