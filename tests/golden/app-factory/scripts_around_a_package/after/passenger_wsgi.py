from site_pkg import create_app

application = create_app()
