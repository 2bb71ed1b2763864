from web import create_app

web_app = create_app()
