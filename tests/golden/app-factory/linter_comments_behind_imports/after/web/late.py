def late():
    return 'late'


def register(app):
    app.add_url_rule('/late', view_func=late)
