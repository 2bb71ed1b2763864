from flask import current_app


def page(number):
    current_app.logger.info('page %d', number)
    return str(number * current_app.config['PER_PAGE'])


def register(app):
    app.add_url_rule('/pages/<int:number>', view_func=page)
