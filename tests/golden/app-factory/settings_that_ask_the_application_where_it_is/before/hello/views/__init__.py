from hello import app


@app.route('/')
def index():
    return app.config['DATABASE'][-7:]
