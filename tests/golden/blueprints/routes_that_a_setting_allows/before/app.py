from flask import Flask, url_for

app = Flask(__name__)
app.config['EXTRA'] = True


@app.route('/')
def index():
    return url_for('extra')


if app.config['EXTRA']:

    @app.route('/extra')
    def extra():
        return url_for('index')
