from flask import Blueprint, redirect, request, url_for

bp = Blueprint('main', __name__)


@bp.before_app_request
def note():
    pass


def index(page=0):
    return url_for('admin_index')


# where a form sends its reader
def go():
    return redirect(url_for(request.form['target']))


def register_routes(app):
    app.add_url_rule('/home', view_func=index, defaults={'page': 1})
    app.add_url_rule('/', view_func=index, methods=['GET'])
    app.add_url_rule('/go', view_func=go, methods=['POST'])
    app.add_url_rule('/again',
                     'again', go,
                     methods=['GET', 'POST'])
