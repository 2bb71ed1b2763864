from pages import create_app

app = create_app()
