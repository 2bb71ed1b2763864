from flask import Flask

app = Flask(__name__)


@app.route('/books/<int:number>',
           defaults={'page': 1},
           methods=['GET', 'POST'])
@app.route('/books/<int:number>/pages/<int:page>',
           methods=['GET',
                    'POST'])
def book(number, page):
    return '%d, page %d' % (number, page)


@app.route(
    '/about',
    methods=['GET'],
)
def about():
    return 'about'
