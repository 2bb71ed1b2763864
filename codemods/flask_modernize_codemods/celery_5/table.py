"""What Celery moved, renamed or removed up to 5.0; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, ReplacedName, Reported, Rule
from flask_modernize_codemods.celery_5 import command_lines, sent_objects
from flask_modernize_codemods.celery_5.configuration import CONFIG_RULES as CONFIG_RULES

_ROW = "celery-task-imports"
_NO_METHODS = "It is not maintained, and does not work with today's Celery."

RULES: tuple[Rule, ...] = (
    *(
        ReplacedName(_ROW, name, "{:shared_task}", ("celery.shared_task",))
        for name in ("celery.task.task", "celery.task.base.task", "celery.decorators.task")
    ),
    *(Moved(_ROW, name, "celery.Task") for name in ("celery.task.Task", "celery.task.base.Task")),
    Moved(_ROW, "celery.task.sets.subtask", "celery.signature"),
    Moved(_ROW, "celery.task.subtask", "celery.signature"),
    Moved(_ROW, "celery.task.group", "celery.group"),
    Moved(_ROW, "celery.task.sets.TaskSet", "celery.group"),
    Moved(_ROW, "celery.task.chord", "celery.chord"),
    *(
        Reported(
            _ROW,
            f"celery.{module}.{name}",
            "tasks have no schedule of their own any more",
            "Use `@shared_task`, and put the task into the setting `beat_schedule`.",
        )
        for module in ("task", "task.base", "decorators")
        for name in ("periodic_task", "PeriodicTask")
    ),
    *(
        Reported(_ROW, f"celery.task.http.{name}", "Celery has no HTTP tasks any more", "Send the request in a task.")
        for name in ("HttpDispatchTask", "URL", "dispatch")
    ),
    *(
        Reported("celery-flask-celery-helper", name, "this library is dead", f"Use `celery.Celery`. {_NO_METHODS}")
        for name in ("flask_celery.Celery", "flask_celery.single_instance")
    ),
    *(
        Reported(
            "celery-flask-celery-helper",
            f"celery.contrib.methods.{name}",
            "methods cannot be tasks any more",
            "Make the task a function that loads its object by its id.",
        )
        for name in ("task", "task_method")
    ),
)

MATCHERS = (sent_objects.MATCHER,)

CODEMODS = (command_lines.plan,)

STILL_WORKS = frozenset(
    {
        "flask_celery.Celery",
        "flask_celery.single_instance",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
