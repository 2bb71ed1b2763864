from celery_tools import Manager

manager = Manager()


@manager.command
def hello(name="x"):
    print(name)


@manager.option("-n")
def bye(n):
    return 3


manager.add_command("bye", bye)
manager.run()
