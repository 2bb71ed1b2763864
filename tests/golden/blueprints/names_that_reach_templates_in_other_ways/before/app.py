from flask import Flask, redirect, render_template, render_template_string, url_for

app = Flask(__name__)
MENU = [("index", "Home"), ("about", "About")]
FOOTER = [{"endpoint": "terms", "label": "Terms"}, {"endpoint": "about", "label": "About"}]
SNIPPET = "<a href=\"{{ url_for('index') }}\">a\tb</a>" '{% if request.endpoint == "snippet" %}here{% endif %}'


def go(view, **values):
    return redirect(url_for(view, **values))


@app.template_global()
def link(endpoint, text):
    return '<a href="%s">%s</a>' % (url_for(endpoint), text)


@app.context_processor
def footer():
    return dict(footer=FOOTER)


@app.route("/")
def index():
    return render_template("index.html", menu=MENU, back="terms")


@app.route("/about")
def about():
    target = "terms" if app.debug else "index"
    return go(target)


@app.route("/terms")
def terms():
    return go(view="index", page=1)


@app.route("/snippet")
def snippet():
    return render_template_string(SNIPPET)


@app.route("/edit/<kind>")
def edit(kind):
    return kind


@app.route("/edit_post")
def edit_post():
    return url_for("edit_%s" % "page")


@app.route("/edit_page")
def edit_page():
    for name in ("index", "terms"):
        print(url_for(name))
    return f"{url_for('about')}" + url_for("edit_" + "post")
