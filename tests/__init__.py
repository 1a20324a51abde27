"""The tests of Tiers-Lieu; they mirror the packages."""
