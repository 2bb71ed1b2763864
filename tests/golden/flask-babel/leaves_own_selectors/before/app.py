class Registry:
    def localeselector(self, function):
        return function


babel = Registry()


@babel.localeselector
def get_locale():
    return "de"
