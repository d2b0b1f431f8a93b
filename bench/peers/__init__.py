"""What runs beside the portal in the same rounds: a Django admin over the same tables, in an environment of its own."""
