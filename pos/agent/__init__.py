"""The print agent: beside the printers, it takes jobs from the server and tells what became of them."""
