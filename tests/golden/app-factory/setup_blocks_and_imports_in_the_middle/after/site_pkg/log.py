def register(app):
    app.config['LOGGED'] = app.name

    logger = app.logger.getChild('site')
