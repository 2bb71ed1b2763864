from itsdangerous import URLSafeSerializer

from wiki import app

# Signs what goes out.
serializer = URLSafeSerializer(app.config['SECRET_KEY'])


@app.route('/token')
def token():
    return serializer.dumps('x')
