"""Members, orders, day reports: a file a noun."""

from tests.proofs.recipes import days, members, till, till_people

RECIPES = members.RECIPES | till.RECIPES | till_people.RECIPES | days.RECIPES
