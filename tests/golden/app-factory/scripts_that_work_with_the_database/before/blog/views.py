from blog import app
from blog.models import Post


@app.route('/')
def index():
    return Post.__name__
