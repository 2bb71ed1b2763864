def now():
    from shop import app
    return app.config['LIMIT']
