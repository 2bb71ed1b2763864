"""The world outside of the process: no network but loopback; mails and tasks are caught, servers not started."""

from __future__ import annotations

import importlib.machinery
import re
import socket
import types
from typing import Any

from flask_modernize.verify.probe.values import named, plain
from flask_modernize.verify.probe.world import Record, see

SERVER_NAMES = ("localhost", "127.0.0.1", "::1", "")


def refuse_network() -> None:
    cls: Any = socket.socket
    real_connect, real_connect_ex, real_sendto = cls.connect, cls.connect_ex, cls.sendto
    real_getaddrinfo = socket.getaddrinfo

    def allowed(sock: Any, address: Any) -> bool:
        if sock.family == getattr(socket, "AF_UNIX", None) or not isinstance(address, tuple):
            return True
        host = str(address[0])
        local = host in SERVER_NAMES or host.startswith("127.")
        see("network" if not local else "local services", f"{host}:{address[1]}")
        return local

    def connect(self: Any, address: Any) -> Any:
        if not allowed(self, address):
            raise ConnectionRefusedError("the network is closed while the application is verified")
        return real_connect(self, address)

    def connect_ex(self: Any, address: Any) -> Any:
        return real_connect_ex(self, address) if allowed(self, address) else 111

    def sendto(self: Any, data: Any, *rest: Any) -> Any:
        if not allowed(self, rest[-1]):
            raise ConnectionRefusedError("the network is closed while the application is verified")
        return real_sendto(self, data, *rest)

    def getaddrinfo(host: Any, port: Any, *rest: Any, **keywords: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or name in SERVER_NAMES or re.match(r"[\d.]+$|[0-9a-fA-F:]+$", name):
            return real_getaddrinfo(host, port, *rest, **keywords)
        see("network", f"{name}:{port}")
        raise socket.gaierror(socket.EAI_NONAME, "the network is closed while the application is verified")

    cls.connect, cls.connect_ex, cls.sendto = connect, connect_ex, sendto
    module: Any = socket
    module.getaddrinfo = getaddrinfo


def catch_mail(smtplib: Any) -> None:
    class Server:
        """Takes every message and sends none."""

        def __init__(self, *args: Any, **keywords: Any) -> None:
            self.esmtp_features: Record = {}
            self.sock = None

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *args: Any) -> None:
            return None

        def sendmail(self, sender: Any, receivers: Any, message: Any, *args: Any, **keywords: Any) -> Record:
            text = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
            names = [receivers] if isinstance(receivers, str) else sorted(str(each) for each in receivers)
            see("mails", {"from": str(sender), "to": names, "message": plain_mail(text)})
            return {}

        def send_message(
            self, message: Any, from_addr: Any = None, to_addrs: Any = None, *args: Any, **kw: Any
        ) -> Record:
            receivers = to_addrs or [each for key in ("To", "Cc", "Bcc") for each in message.get_all(key, [])]
            return self.sendmail(from_addr or message["From"], receivers, message.as_string())

        def __getattr__(self, name: str) -> Any:
            return lambda *args, **keywords: (250, b"OK")

    smtplib.SMTP = smtplib.SMTP_SSL = Server


def plain_mail(text: str) -> str:
    """The message without boundaries and identifiers that are drawn for each."""
    for boundary in re.findall(r'boundary="([^"]+)"', text):
        text = text.replace(boundary, "BOUNDARY")
    return re.sub(r"(?im)^(message-id|date):.*$", r"\1: ...", text).replace("\r\n", "\n")


def catch_celery(celery: Any) -> None:
    def apply_async(self: Any, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        see("tasks", [self.name, plain(args or []), plain(kwargs or {})])
        return types.SimpleNamespace(
            id="task", task_id="task", state="PENDING", status="PENDING", result=None, info=None
        )

    task: Any = importlib.import_module("celery.app.task")

    task.Task.apply_async = apply_async


def catch_rq(rq: Any) -> None:
    def enqueue_call(self: Any, func: Any, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        name = func if isinstance(func, str) else named(func)["name"]
        see("tasks", [name, plain(args or []), plain(kwargs or {})])
        return types.SimpleNamespace(id="task", get_id=lambda: "task", meta={}, result=None)

    rq.Queue.enqueue_call = enqueue_call


def refuse_servers(serving: Any) -> None:
    serving.run_simple = lambda *args, **keywords: see("servers", "run_simple")
