"""Members, orders, day reports: a file a noun."""

from tests.proofs.recipes import days, members, till

RECIPES = members.RECIPES | till.RECIPES | days.RECIPES
