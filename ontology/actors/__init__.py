"""Who acts in world politics: countries, bodies, persons with dated roles, and the names by which texts call them."""
