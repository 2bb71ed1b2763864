from flask import (Blueprint, Flask, redirect, render_template, render_template_string,
                   url_for)

bp = Blueprint("main", __name__)

app = Flask(__name__)
MENU = [("main.index", "Home"), ("main.about", "About")]
FOOTER = [{"endpoint": "main.terms", "label": "Terms"}, {"endpoint": "main.about", "label": "About"}]
SNIPPET = "<a href=\"{{ url_for('main.index') }}\">a\tb</a>" '{% if request.endpoint == "main.snippet" %}here{% endif %}'


def go(view, **values):
    return redirect(url_for(view, **values))


@bp.app_template_global()
def link(endpoint, text):
    return '<a href="%s">%s</a>' % (url_for(endpoint), text)


@bp.app_context_processor
def footer():
    return dict(footer=FOOTER)


@bp.route("/")
def index():
    return render_template("index.html", menu=MENU, back="main.terms")


@bp.route("/about")
def about():
    target = "main.terms" if app.debug else "main.index"
    return go(target)


@bp.route("/terms")
def terms():
    return go(view="main.index", page=1)


@bp.route("/snippet")
def snippet():
    return render_template_string(SNIPPET)


@bp.route("/edit/<kind>")
def edit(kind):
    return kind


@bp.route("/edit_post")
def edit_post():
    return url_for("main.edit_%s" % "page")


@bp.route("/edit_page")
def edit_page():
    for name in ("main.index", "main.terms"):
        print(url_for(name))
    return f"{url_for('main.about')}" + url_for("main.edit_" + "post")


app.register_blueprint(bp)
