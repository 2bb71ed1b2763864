from . import app


@app.route('/page/<name>')
def page(name):
    return name
