from site_pkg import app


@app.route("/")
def index():
    return "Hello"


if __name__ == "__main__":
    # Only for trying things out.
    app.run(debug=True, port=8080)
