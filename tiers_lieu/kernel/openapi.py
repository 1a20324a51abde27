"""The OpenAPI document of an API, made from the URL map and the types its views read and write."""

import re
from typing import Any

import msgspec
from flask import Flask

from tiers_lieu.kernel.api import Documented, Refused

_PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


def document(app: Flask, *, prefix: str, title: str, version: str) -> dict[str, Any]:
    """OpenAPI 3.1 of every documented route under `prefix`."""
    routes = []
    for rule in app.url_map.iter_rules():
        api = getattr(app.view_functions[rule.endpoint], "api", None)
        if api and rule.rule.startswith(prefix):
            routes.append((rule, api))
    routes.sort(key=lambda pair: pair[0].rule)
    types = [Refused]
    for _, api in routes:
        types += [t for t in (api.takes, api.gives, *api.extra.values()) if t is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(map(id, types), schemas, strict=True))
    paths: dict[str, Any] = {}
    for rule, api in routes:
        path = _PARAMETER.sub(r"{\2}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, api, by_type)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"bearer": []}],
        "paths": paths,
    }


def _operation(rule: Any, api: Documented, by_type: dict[int, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "Fait."}}
    if api.gives is not None:
        responses["200"]["content"] = {"application/json": {"schema": by_type[id(api.gives)]}}
    refused = {"application/json": {"schema": by_type[id(Refused)]}}
    for status in sorted({*api.refuses, 401}):
        responses[str(status)] = {"description": "Refusé, avec un code et une phrase.", "content": refused}
    operation: dict[str, Any] = {
        "summary": api.summary,
        "operationId": rule.endpoint.replace(".", "_"),
        "responses": responses,
    }
    if 304 in api.refuses:
        responses["304"] = {"description": "Rien de nouveau."}
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer"} if kind == "int" else {"type": "string", "format": "uuid"},
        }
        for kind, name in _PARAMETER.findall(rule.rule)
    ]
    if parameters:
        operation["parameters"] = parameters
        responses.setdefault("404", {"description": "Ce qui est nommé n'existe pas.", "content": refused})
    if api.takes is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": by_type[id(api.takes)]}},
        }
    return operation
