from bottle import Bottle, route

app = Bottle()


@app.route("/")
def index():
    return "index"
