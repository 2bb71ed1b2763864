from . import web_app


@web_app.route('/')
def index():
    return {'ready': web_app.config['READY'], 'a': 1}
