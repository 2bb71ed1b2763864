from flask import jsonify

from health.init import App
from health.models import Run

APP = App.get_app()
DB = App.get_db()

with APP.app_context():
    DB.create_all()
    DB.session.add_all([Run(success=success) for success in (True, False, True)])
    DB.session.commit()


@APP.route("/")
def index():
    return jsonify([run.id for run in Run.query.filter_by(success=True).all()])


@APP.route("/last")
def last():
    return str(DB.session.query(Run.id).order_by(Run.id.desc()).first()[0])


@APP.route("/failed")
def failed():
    return str(Run.failed())
