from flask import render_template_string
from app import app
from app.extensions import db


@app.errorhandler(404)
def not_found_error(error):
    return render_template_string('<h1>{{ _("Not found") }}</h1>'), 404


@app.errorhandler(500)
def internal_error(error):
    db.session.rollback()
    return render_template_string('<h1>Error</h1>'), 500
