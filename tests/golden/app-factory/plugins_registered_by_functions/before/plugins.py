def register_plugins(app, prefix):
    @app.route(prefix)
    def extra():
        return 'extra %d' % app.config['LIMIT']
