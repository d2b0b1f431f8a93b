"""The shop as a Django application."""
