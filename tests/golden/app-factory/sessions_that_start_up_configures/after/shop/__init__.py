from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["DATABASE_URI"] = "sqlite://"
    register_blueprints(app)

    from shop import text
    app.jinja_env.filters["big"] = text.big
    app.jinja_env.filters["small"] = text.small
    return app


def register_blueprints(app):
    from shop import views, database
    from shop.things import mod as things_mod
    from shop.orders import mod as orders_mod

    views.register(app)
    database.register(app)
    app.register_blueprint(things_mod)
    app.register_blueprint(orders_mod)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
