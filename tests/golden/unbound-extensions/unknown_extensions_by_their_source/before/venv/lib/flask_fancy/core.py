class Fancy:
    def __init__(self, app=None, **options):
        self.shown = []
        if app is not None:
            self.init_app(app, **options)

    def init_app(self, app, colour='blue'):
        app.extensions['fancy'] = colour
