import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--port")


class View:
    def get(self):
        return parser.parse_args([])
