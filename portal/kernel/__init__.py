"""Kernel: mechanisms without a business word – database, doors, scope, pages, trail, jobs, forms, money, time."""
