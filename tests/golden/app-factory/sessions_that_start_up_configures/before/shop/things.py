from flask import Blueprint, render_template_string

mod = Blueprint("things", __name__)


@mod.route("/things")
def index():
    return render_template_string("{{ 'things' | big }} {{ 'things' | small }}")
