from main import create_app

app = create_app()


def title():
    return app.config['NAME'].title()
