from .main import app


@app.template_filter('double')
def double(text):
    return text * 2
