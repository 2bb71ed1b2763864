from shop import app
from shop import about  # noqa: E402
import shop.pages

app.register_blueprint(about.bp)
app.register_blueprint(shop.pages.pages)

application = app

if __name__ == '__main__':
    app.run(port=8080)
