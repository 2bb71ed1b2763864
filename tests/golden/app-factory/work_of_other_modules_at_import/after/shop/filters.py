def install(app):
    app.jinja_env.globals['limit'] = app.config['LIMIT']
