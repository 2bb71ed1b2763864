from flask import Flask

app = Flask(__name__)
app.config['LANGUAGES'] = ['de', 'en']


class Translator(object):
    def __init__(self, app):
        self.languages = app.config['LANGUAGES']

    def choose(self, wanted):
        return wanted if wanted in self.languages else self.languages[0]


translator = Translator(app)


@app.route('/<language>')
def index(language):
    return translator.choose(language)
