from flask import Flask, render_template, url_for

app = Flask(__name__)
app.jinja_options = {"variable_start_string": "[[", "variable_end_string": "]]"}


@app.route("/")
def index():
    return render_template("index.html")
