import argparse

from tool import state, web


def main(arguments=None):
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8000)
    given = parser.parse_args(arguments)
    state.jobs.append('started')
    web.serve(given.port)


if __name__ == '__main__':
    main()
