from flask import Flask
from flask_admin import BaseView, expose

from extensions import admin

app = Flask(__name__)
app.config['SECRET_KEY'] = 'x'
admin.init_app(app)


class Page(BaseView):
    @expose('/')
    def index(self):
        return self.render('admin/index.html')


class LongReports(Page):
    pass


admin.add_view(LongReports())
admin.add_view(Page(endpoint='other', category='More'))
admin.add_views(Page('Named', endpoint='named'), Page(name='Also named', endpoint='also'))


@app.route('/')
def start():
    return ', '.join(str(each.name) for each in admin.menu())
