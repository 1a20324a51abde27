"""Every route, tried by everybody: who may come in is read from the rule, and then done."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.fixtures.demo import DemoHub
from tiers_lieu.access import operations as access
from tiers_lieu.access.guard import guard_of
from tiers_lieu.access.models import ROLES, RolePermission
from tiers_lieu.kernel.db import db
from tiers_lieu.printing import operations as printing
from tiers_lieu.sales import registers

PASSWORD = "a long enough password"
PRINCIPALS = ("anonymous", "tablet", "revoked_tablet", "agent", *ROLES)
# What a URL's blanks are filled with: things that do not exist, so that nothing is changed by being let in.
BLANKS = {
    "uuid": "01234567-89ab-7def-8123-456789abcdef",
    "int": "999999",
    "date": "2026-01-01",
    "path": "nothing.js",
    "string": "nothing",
    "default": "nothing",
}


def every_route(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of every route of the URL map."""
    routes = []
    for rule in app.url_map.iter_rules():
        values = {}
        for name, converter in rule._converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("unicode", "string")
            values[name] = BLANKS["int" if kind == "integer" else kind]
        path = app.url_map.bind("hub").build(rule.endpoint, values, method=None)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        routes += [(rule.endpoint, method, path) for method in sorted(methods)]
    return routes


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    assert [r for r in every_route(app) if guard_of(app, r[0]) is None] == []


def test_a_route_that_says_nothing_is_never_run(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    response = app.test_client().get("/forgotten", base_url="https://hub")
    assert response.status_code == 500 and b"secret" not in response.data


@pytest.fixture
def clients(demo: DemoHub) -> dict[str, Callable[[], tuple[FlaskClient, dict[str, str]]]]:
    """A logged-in client of every principal, with its headers."""
    app = demo.app
    app.config["WTF_CSRF_ENABLED"] = (
        False  # what is tried here is the rule of the route; CSRF has its own tests
    )
    tablet = demo.tablet()
    with app.app_context():
        other = registers.add_register(code="C9", name="Autre", structure_id=1)
        code = registers.issue_pairing_code(register_public_id=other.public_id)
    from tests.peers.counter import Counter

    lost = Counter(post=demo.post)
    lost.pair(code)
    with app.app_context():
        registers.revoke_tablet(register_public_id=other.public_id)
        agent = printing.add_agent(name="test")
        for role in ROLES:
            access.add_account(name=role, email=f"{role}@hub.test", password=PASSWORD, roles=[role])

    def bearer(token: str) -> Callable[[], tuple[FlaskClient, dict[str, str]]]:
        return lambda: (app.test_client(), {"Authorization": f"Bearer {token}"})

    def account(role: str) -> Callable[[], tuple[FlaskClient, dict[str, str]]]:
        client = app.test_client()
        form = {"email": f"{role}@hub.test", "password": PASSWORD}
        assert client.post("/connexion", data=form, base_url="https://hub").status_code == 302
        return lambda: (client, {})

    found: dict[str, Any] = {role: account(role) for role in ROLES}
    found["anonymous"] = lambda: (app.test_client(), {})
    found["tablet"] = bearer(tablet.token)
    found["revoked_tablet"] = bearer(lost.token)
    found["agent"] = bearer(agent)
    return found


def test_every_route_lets_in_whom_it_says_and_nobody_else(demo: DemoHub, clients: dict[str, Any]) -> None:
    app = demo.app
    with app.app_context():
        rows = db.session.execute(select(RolePermission.role, RolePermission.permission)).all()
    may = {role: {permission for r, permission in rows if r == role} for role in ROLES}
    tried = 0
    for endpoint, method, path in every_route(app):
        if endpoint == "web.logout":
            continue  # it would end the logins of the others
        guard = guard_of(app, endpoint)
        assert guard is not None
        for principal in PRINCIPALS:
            client, headers = clients[principal]()
            response = client.open(path, method=method, headers=headers, base_url="https://hub")
            allowed = {
                "anonymous": True,
                "tablet": principal == "tablet",
                "known_tablet": principal in ("tablet", "revoked_tablet"),
                "agent": principal == "agent",
                "account": guard.permission in may.get(principal, set()),
            }[guard.principal]
            told = response.get_json(silent=True) if "/api/" in path else None
            refused = (
                (told or {}).get("code") in ("unknown_device", "unknown_agent", "revoked_device")
                if "/api/" in path
                else response.status_code == 403
                or (response.status_code == 302 and response.location.startswith("/connexion"))
            )
            assert response.status_code < 500, (principal, method, path)
            response.close()
            assert refused != allowed, (principal, method, path, response.status_code, told)
            tried += 1
    assert tried >= 13 * 20
