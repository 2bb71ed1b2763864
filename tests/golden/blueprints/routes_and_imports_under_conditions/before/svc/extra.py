from svc import app


@app.route("/more")
def more():
    return "more"
