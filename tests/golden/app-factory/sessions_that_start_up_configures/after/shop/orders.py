from flask import Blueprint, render_template_string

mod = Blueprint("orders", __name__)


@mod.route("/orders")
def index():
    return render_template_string("{{ 'orders' | big }} {{ 'orders' | small }}")
