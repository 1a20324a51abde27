"""Without an agent nobody leases: the background says what became of the queue, again and again."""

from datetime import timedelta

from sqlalchemy import select

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.jobs import operations as jobs
from tiers_lieu.jobs.models import Job
from tiers_lieu.jobs.worker import handlers_of, run_one
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.printing.models import PrintEvent, PrintJob


def test_a_drawer_nobody_opened_is_expired_by_the_background(demo: DemoHub, counter: Counter) -> None:
    counter.sell(line(counter.item("Radis"), 1000))
    with demo.app.app_context():
        handlers = handlers_of(demo.app)
        jobs.begin_periodic(kinds=["printing.sweep"])
        jobs.begin_periodic(kinds=["printing.sweep"])
        assert run_one(handlers, "w") and not run_one(handlers, "w")
        assert db.session.scalars(select(PrintJob.state)).all() == ["queued"]
        with clock.frozen(clock.now() + timedelta(seconds=31)):
            assert run_one(handlers, "w") and not run_one(handlers, "w")
        db.session.rollback()
        assert db.session.scalars(select(PrintJob.state)).all() == ["expired"]
        states = select(PrintEvent.state).order_by(PrintEvent.id)
        assert db.session.scalars(states).all() == ["queued", "expired"]
        assert len(db.session.scalars(select(Job)).all()) == 1
