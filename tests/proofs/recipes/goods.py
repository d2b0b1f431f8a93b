"""Catalogue and stock: a file a noun."""

from tests.proofs.recipes import catalogue, stock

RECIPES = catalogue.RECIPES | stock.RECIPES
