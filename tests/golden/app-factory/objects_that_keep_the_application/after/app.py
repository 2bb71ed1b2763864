from flask import Flask


def create_app():
    global translator
    app = Flask(__name__)
    app.config['LANGUAGES'] = ['de', 'en']
    translator = Translator(app)
    app.add_url_rule('/<language>', view_func=index)
    return app


class Translator(object):
    def __init__(self, app):
        self.languages = app.config['LANGUAGES']

    def choose(self, wanted):
        return wanted if wanted in self.languages else self.languages[0]


translator = None


def index(language):
    return translator.choose(language)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
