import click


class Terminal:
    def get_terminal_size(self):
        return 80, 24


@click.group("tools")
def cli():
    pass


@cli.command("drop-tables")
def drop_tables_command():
    click.echo(Terminal().get_terminal_size()[0])


@cli.result_callback()
def done(result):
    click.echo("done")


def helper_command():
    return cli
