class Audit:
    def __init__(self, app):
        self.level = app.config.get("AUDIT_LEVEL", 0) + app.config.get("SECOND", 5)
