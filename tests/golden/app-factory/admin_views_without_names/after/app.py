from flask import Flask
from flask_admin import BaseView, expose

from extensions import admin


def create_app():
    app = Flask(__name__)
    app.config['SECRET_KEY'] = 'x'
    admin.init_app(app)
    app.add_url_rule('/', view_func=start)
    return app


class Page(BaseView):
    @expose('/')
    def index(self):
        return self.render('admin/index.html')


class LongReports(Page):
    pass


admin.add_view(LongReports(name='Long Reports'))
admin.add_view(Page(endpoint='other', category='More', name='Page'))
admin.add_views(Page('Named', endpoint='named'), Page(name='Also named', endpoint='also'))


def start():
    return ', '.join(str(each.name) for each in admin.menu())


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
