"""Everything that serves: the local authority, the page that hands it over, the processes of `serve`."""
