from flask import Flask

app = Flask(__name__)
app.config['NAME'] = 'shop'


@app.before_request
def count():
    pass


@app.route('/')
def index():
    return app.config['NAME']


@app.route('/<name>')
def page(name):
    return name


@app.errorhandler(404)
def missing(error):
    return 'nothing', 404


def create_app(config=None):
    """Sets up the application.

    config: settings that come on top.
    """
    app.config['TITLE'] = app.config['NAME'].title()
    if config:
        app.config.update(config)

    @app.route('/title')
    def title():
        return app.config['TITLE']

    return app


if __name__ == '__main__':
    create_app().run()
