from app import app, celery


@app.route("/ping")
def ping():
    return "pong"


if __name__ == "__main__":
    app.run()
