"""Games by recipe: families with parameters and seeds."""
