class Counter:
    def init_app(self, app):
        app.before_request(self.count)
        app.extensions['counter'] = self
        self.seen = 0

    def count(self):
        self.seen += 1


class Greeter:
    def init_app(self, app):
        app.add_template_filter(self.greet)

    def greet(self, name):
        return 'Hello ' + name


counter = Counter()
greeter = Greeter()
