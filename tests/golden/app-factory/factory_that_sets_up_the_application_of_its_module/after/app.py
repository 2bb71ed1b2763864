from flask import Flask, current_app


def count():
    pass


def index():
    return current_app.config['NAME']


def page(name):
    return name


def missing(error):
    return 'nothing', 404


def create_app(config=None):
    """Sets up the application.

    config: settings that come on top.
    """
    app = Flask(__name__)
    app.config['NAME'] = 'shop'
    app.before_request(count)
    register_routes(app)
    app.register_error_handler(404, missing)

    app.config['TITLE'] = app.config['NAME'].title()
    if config:
        app.config.update(config)

    @app.route('/title')
    def title():
        return app.config['TITLE']

    return app


def register_routes(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/<name>', view_func=page)


if __name__ == '__main__':
    create_app().run()
