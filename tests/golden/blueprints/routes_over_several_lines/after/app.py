from flask import Blueprint, Flask

bp = Blueprint('main', __name__)

app = Flask(__name__)


@bp.route('/books/<int:number>',
          defaults={'page': 1},
          methods=['GET', 'POST'])
@bp.route('/books/<int:number>/pages/<int:page>',
          methods=['GET',
                   'POST'])
def book(number, page):
    return '%d, page %d' % (number, page)


@bp.route(
    '/about',
    methods=['GET'],
)
def about():
    return 'about'


app.register_blueprint(bp)
