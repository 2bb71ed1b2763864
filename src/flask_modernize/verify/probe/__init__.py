"""The probe: boots a Flask application and writes down how it behaves, under the application's own interpreter.

    python verify/probe JOB.json             one job
    python verify/probe --serve MODULE...    a server: imports the modules, then forks for each job that a line on
                                             standard input holds, and answers with a line when its result is there

It needs the standard library only, Python 3.8 and later, Flask 0.12 and later, SQLAlchemy 1.3 and later if at all. No
other part of this project is imported, and nothing of what is installed beside this project can be.

A job is an object with `root` (a directory that is the probe's own: it is written to), `app` ("module:object" or
"module:factory"), `result` (the file to write) and what else `world.Job` names. The result is one JSON object:
`{"failure": {"stage", "message", "details"}}`, or the record, which `jobs.run` puts together.

What the application can do is fenced in: no network but loopback, a clock and random numbers that are the same in
every run, databases that are SQLite files of the run, mails and tasks that are caught, limits of time and memory.
"""
