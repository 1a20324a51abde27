"""What `make bench` measures: intake, processor time, the till with 20,000 items, memory. Nothing is a timed test."""
