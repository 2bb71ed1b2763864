from flask import Flask, redirect, render_template, request, url_for

app = Flask(__name__)
register = lambda view: view


@register
@app.route("/")
def index():
    return render_template("index.html")


@app.route("/go")
def go():
    return redirect(url_for(request.args["to"]))
