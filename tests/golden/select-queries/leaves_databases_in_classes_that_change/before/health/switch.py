from health.init import App


def use(database):
    App.db_instance = database
