from flask import Flask

app = Flask(__name__)


@app.route("/<page>")
def page(page):
    return page


import users


@app.route("/end")
def end():
    return "end"
