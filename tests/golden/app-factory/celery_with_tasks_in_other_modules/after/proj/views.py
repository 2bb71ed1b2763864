from flask import current_app


def index():
    from proj.tasks import count
    return count.delay().get()


def registered():
    return str('proj.tasks.count' in current_app.extensions['celery'].tasks)


def register(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/registered', view_func=registered)
