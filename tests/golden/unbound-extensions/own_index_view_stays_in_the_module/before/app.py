from flask import Flask, redirect
from flask_admin import Admin, AdminIndexView, expose
from flask_caching import Cache

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
cache = Cache(app, config={'CACHE_TYPE': 'SimpleCache'})


class Dashboard(AdminIndexView):
    @expose('/')
    def index(self):
        return self.render('admin/index.html')


admin = Admin(
    app,
    'Office',
    index_view=Dashboard(name='Dashboard'),  # shown first
)


@app.route('/')
@cache.cached()
def index():
    return redirect('/admin/')
