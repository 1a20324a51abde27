"""The counter: what the hands touch. Nothing here imports the server."""
