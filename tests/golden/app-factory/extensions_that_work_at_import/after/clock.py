class Clock:
    """Rings once it knows the hours of an application."""

    def __init__(self, app=None):
        self.hours = None
        self.bells = []
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        self.hours = app.config["HOURS"]
        app.extensions["clock"] = self

    def add_bell(self, name):
        self.bells.append(name)

    def start(self):
        self.bells.append(f"{self.hours} hours")
