import site_pkg

app = site_pkg.create_app()


def job():
    with app.app_context():
        print(app.config['NAME'])


if __name__ == '__main__':
    job()
