from site_app import app


@app.route("/size")
def size():
    return str(app.config["SIZE"])
