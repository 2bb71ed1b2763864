def double(text):
    return text * 2


def register(app):
    app.add_template_filter(double, 'double')
