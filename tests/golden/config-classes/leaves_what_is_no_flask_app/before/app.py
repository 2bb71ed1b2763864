class App:
    def __init__(self):
        self.config = {}


app = App()
app.config["COLOUR"] = "red"
app.config.update(SIZE=3)
app.secret_key = "x"
