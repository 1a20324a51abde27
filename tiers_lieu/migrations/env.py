"""Alembic's environment: the application's own engine, or the one a test hands over."""

from alembic import context
from sqlalchemy import Connection, create_engine

from tiers_lieu import load_models
from tiers_lieu.kernel.db import Base, driver_module, prepare_engine

load_models()


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        user_module_prefix="tiers_lieu.kernel.db.",
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url, module=driver_module()) if url.startswith("sqlite") else create_engine(url)
    prepare_engine(engine)
    with engine.connect() as connection:
        _run(connection)
        connection.commit()
    engine.dispose()
