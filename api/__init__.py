"""The faces: HTTP service and command line."""
