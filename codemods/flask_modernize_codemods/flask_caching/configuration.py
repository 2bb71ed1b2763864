"""Configuration of Flask-Caching that is written otherwise today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigValue

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigValue(
        "cache-type-lowercase",
        "CACHE_TYPE",
        (
            ("null", "NullCache"),
            ("simple", "SimpleCache"),
            ("filesystem", "FileSystemCache"),
            ("redis", "RedisCache"),
            ("redissentinel", "RedisSentinelCache"),
            ("rediscluster", "RedisClusterCache"),
            ("memcached", "MemcachedCache"),
            ("saslmemcached", "SASLMemcachedCache"),
            ("spreadsaslmemcached", "SpreadSASLMemcachedCache"),
            ("uwsgi", "flask_caching.contrib.uwsgicache.UWSGICache"),
        ),
        gone=("gaememcached",),
        advice="Give it the name of a class of flask_caching.backends, for instance SimpleCache.",
    ),
)
