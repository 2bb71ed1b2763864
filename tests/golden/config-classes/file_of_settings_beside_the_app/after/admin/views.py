from admin import app


@app.route("/")
def index():
    return f"{app.config['PAGE_SIZE']} {app.config['DATABASE_FILE'].rpartition('/')[2]}"
