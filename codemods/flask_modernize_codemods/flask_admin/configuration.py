"""Configuration keys of Flask-Admin that have other names today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey

_ROW = "admin-config-names"
_MAPS = "Flask-Admin shows maps only where FLASK_ADMIN_MAPS is True, too"

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey(_ROW, "ADMIN_RAISE_ON_INTEGRITY_ERROR", "FLASK_ADMIN_RAISE_ON_INTEGRITY_ERROR"),
    RenamedConfigKey(_ROW, "ADMIN_RAISE_ON_VIEW_EXCEPTION", "FLASK_ADMIN_RAISE_ON_VIEW_EXCEPTION"),
    RenamedConfigKey(_ROW, "MAPBOX_MAP_ID", "FLASK_ADMIN_MAPBOX_MAP_ID", remark=_MAPS),
    RenamedConfigKey(_ROW, "MAPBOX_ACCESS_TOKEN", "FLASK_ADMIN_MAPBOX_ACCESS_TOKEN"),
    RenamedConfigKey(_ROW, "MAPBOX_SEARCH", "FLASK_ADMIN_MAPS_SEARCH"),
    RenamedConfigKey(_ROW, "DEFAULT_CENTER_LAT", "FLASK_ADMIN_DEFAULT_CENTER_LAT"),
    RenamedConfigKey(_ROW, "DEFAULT_CENTER_LONG", "FLASK_ADMIN_DEFAULT_CENTER_LONG"),
    RenamedConfigKey(_ROW, "GOOGLE_MAPS_API_KEY", "FLASK_ADMIN_GOOGLE_MAPS_API_KEY"),
)
