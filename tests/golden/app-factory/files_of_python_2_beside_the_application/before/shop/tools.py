from main import app


def title():
    return app.config['NAME'].title()
