def index():
    return "Hello"


def register(app):
    app.add_url_rule("/", view_func=index)


if __name__ == "__main__":
    from site_pkg import create_app

    # Only for trying things out.
    create_app().run(debug=True, port=8080)
