"""Many calls through one client: paced by what the service grants, repeated where that helps, stopped on request."""
