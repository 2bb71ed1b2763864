class Plain:
    def __init__(self, app):
        app.extensions['plain'] = self
