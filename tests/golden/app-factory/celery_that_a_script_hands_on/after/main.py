from app import create_app

app = create_app()
celery = app.extensions["celery"]


@app.route("/ping")
def ping():
    return "pong"


if __name__ == "__main__":
    app.run()
