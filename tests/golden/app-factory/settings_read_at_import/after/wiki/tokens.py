from itsdangerous import URLSafeSerializer

serializer = None


def token():
    return serializer.dumps('x')


def register(app):
    global serializer
    # Signs what goes out.
    serializer = URLSafeSerializer(app.config['SECRET_KEY'])
    app.add_url_rule('/token', view_func=token)
