"""The finding codes of ``config-classes``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Configuration"

CODES: tuple[Code, ...] = (
    Code(
        "C-SECRET",
        "A secret stands in the source, and therefore in the history of the repository.",
        "Rotate it: make a new one, and give it to the application in the environment only.",
    ),
    Code(
        "C-ORDER",
        "Something between the place where the settings are loaded and this write reads or overwrites the setting.",
        "Move the write up by hand, or leave it where it is.",
    ),
    Code(
        "C-VALUE",
        "The value needs something that the config module cannot have: the app itself, a local name, or a call "
        "whose effects are not known.",
        "Compute the value in the config module, or leave the statement where it is.",
    ),
    Code(
        "C-MUTATED",
        "The project changes the value in place; a class attribute would be shared by all apps of a process.",
        "Build the value anew for each app, or stop changing it.",
    ),
    Code(
        "C-CONDITIONAL",
        "The setting is only written under a condition.",
        "Make the condition a profile, or read the value from the environment.",
    ),
    Code(
        "C-KEY",
        "The key is computed, or is not upper-case, so that a config class would not carry it.",
        "Write the setting under an upper-case name.",
    ),
    Code(
        "C-FUNCTION",
        "The setting is written inside a function.",
        "Move it into the config module, if it is the same for every app that the function makes.",
    ),
    Code(
        "C-ELSEWHERE",
        "The setting is written in another module than the one that makes the app.",
        "Move it to the module of the app, or into the config module.",
    ),
    Code(
        "C-SELECTOR",
        "The app already chooses its settings when it starts; what it sets beside that is left as it is.",
        "Move the setting into the classes that the app chooses from.",
    ),
    Code(
        "C-SHARED",
        "The settings are used in a way that a config class cannot serve: imported by name, or loaded elsewhere too.",
        "Read them from `app.config`, then run the migration again.",
    ),
    Code(
        "C-SETTINGS",
        "The module or class of settings does more than assign settings, so that it cannot become a base class.",
        "Take out what is not a plain assignment.",
    ),
    Code(
        "C-NAME",
        "The names that the new config module needs are taken, or it cannot be told how to import it.",
        "Free the name, or write the config module by hand.",
    ),
)

ADVICE = {code.code: code.advice for code in CODES}
