from flask import Flask, url_for

app = Flask(__name__)
app.add_url_rule("/docs/", endpoint="docs.index", build_only=True)


@app.route("/page", endpoint="pages.one")
def page():
    return url_for("docs.index")
