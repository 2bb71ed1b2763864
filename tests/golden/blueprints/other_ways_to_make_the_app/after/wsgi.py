from flask import Blueprint

import application

bp = Blueprint('wsgi', __name__)

app = application.application


@bp.route('/late')
def late():
    return application.flask.url_for('main.index')


application.app.register_blueprint(bp)
