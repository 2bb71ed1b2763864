import site_pkg


def job():
    with site_pkg.app.app_context():
        print(site_pkg.app.config['NAME'])


if __name__ == '__main__':
    job()
