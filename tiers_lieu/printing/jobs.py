"""What printing does in the background."""

from datetime import timedelta

from tiers_lieu.jobs.worker import Periodic
from tiers_lieu.printing.leases import sweep

HANDLERS = {"printing.sweep": Periodic(sweep, timedelta(seconds=30))}
