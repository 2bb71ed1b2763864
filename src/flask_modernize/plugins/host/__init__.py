"""The side of the child process: ``python host/ DIRECTORY`` reads ``request`` in it, and leaves ``answer.json``."""
