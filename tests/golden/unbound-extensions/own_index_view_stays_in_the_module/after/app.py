from flask import Flask, redirect
from flask_admin import Admin, AdminIndexView, expose

from extensions import cache

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
cache.init_app(app)


class Dashboard(AdminIndexView):
    @expose('/')
    def index(self):
        return self.render('admin/index.html')


admin = Admin(
    name='Office',
    index_view=Dashboard(name='Dashboard'),  # shown first
)
admin.init_app(app)


@app.route('/')
@cache.cached()
def index():
    return redirect('/admin/')
