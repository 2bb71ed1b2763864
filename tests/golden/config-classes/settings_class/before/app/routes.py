from app import app


@app.route('/')
def index():
    return app.config['SITE_TITLE']
