class Audit:
    def __init__(self, app=None, name='audit'):
        self.name = name
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.extensions['audit'] = self.name

        @app.after_request
        def audited(response):
            response.headers['X-Audit'] = self.name
            return response
