"""A demonstration hub: a small catalogue of our own making, four households' cards, one till, one virtual printer."""

from tiers_lieu.demo.load import DemoLogins, load

__all__ = ["DemoLogins", "load"]
