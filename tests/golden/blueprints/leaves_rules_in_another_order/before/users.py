from app import app


@app.route("/<user>")
def user(user):
    return "user " + user
