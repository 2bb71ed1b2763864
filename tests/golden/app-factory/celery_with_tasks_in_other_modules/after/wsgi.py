from proj import create_app

app = create_app()
