from shop import app


@app.route('/')
def index():
    return app.jinja_env.filters['greet']('Ann')
