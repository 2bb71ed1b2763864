from wiki import app, serializer


@app.route('/')
def index():
    return serializer.dumps('x')
