"""Where the families of the public product lists go: which shelf, which VAT class."""

# shelf: (picture, colour, position)
SHELVES = {
    "Fruits, légumes": ("p-pomme", "red", 0),
    "Frais": ("p-lait", "blue", 1),
    "Épicerie": ("p-bocal", "yellow", 2),
    "Pain": ("p-pain", "brown", 3),
    "Hygiène": ("p-savon", "pink", 4),
    "Surgelés": ("p-cagette", "blue", 5),
    "Boissons": ("p-cafe", "cream", 6),
}

# family: (shelf, VAT class). What is not here goes to « Épicerie » at the rate of food.
# Sweets, most chocolate and alcohol are at 20 % (CGI 278-0 bis A 1°); a coordinator corrects the exceptions.
FAMILIES = {
    "Fruits et légumes": ("Fruits, légumes", "food"),
    "Produits laitiers, œufs, desserts frais": ("Frais", "food"),
    "Fromages": ("Frais", "food"),
    "Viande et charcuterie": ("Frais", "food"),
    "Poisson et produits de la mer": ("Frais", "food"),
    "Plats préparés et soupes": ("Frais", "food"),
    "Glaces et surgelés": ("Surgelés", "food"),
    "Pain et boulangerie": ("Pain", "food"),
    "Boissons sans alcool": ("Boissons", "food"),
    "Boissons alcoolisées": ("Boissons", "standard"),
    "Chocolat et confiserie": ("Épicerie", "standard"),
    "Hygiène et beauté": ("Hygiène", "standard"),
    "Entretien et maison": ("Hygiène", "standard"),
}
DEFAULT = ("Épicerie", "food")
