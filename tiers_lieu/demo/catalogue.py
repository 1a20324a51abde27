"""The demonstration's shelves and goods. Names, prices and codes are made up; the codes pass their check digit."""

# name, picture, colour
CATEGORIES = (
    ("Fruits, légumes", "p-pomme", "red"),
    ("Frais", "p-lait", "blue"),
    ("Épicerie", "p-bocal", "yellow"),
    ("Pain", "p-pain", "brown"),
    ("Hygiène", "p-savon", "pink"),
)

# category, name, measure, unit, cents, picture, colour, share set by hand for letter B (basis points) or None
ITEMS = (
    (0, "Pommes du verger", "weight", "kg", 200, "p-pomme", "red", 1000),
    (0, "Poires", "weight", "kg", 220, "p-poire", "lime", 1000),
    (0, "Bananes", "weight", "kg", 180, "p-banane", "yellow", None),
    (0, "Oranges", "weight", "kg", 200, "p-orange", "orange", None),
    (0, "Citrons", "piece", "pièce", 50, "p-citron", "yellow", None),
    (0, "Carottes", "weight", "kg", 180, "p-carotte", "orange", 1000),
    (0, "Pommes de terre", "weight", "kg", 120, "p-pdt", "brown", 1000),
    (0, "Oignons", "weight", "kg", 180, "p-oignon", "brown", 1000),
    (0, "Ail", "piece", "tête", 60, "p-ail", "cream", None),
    (0, "Champignons", "piece", "barquette", 320, "p-champignon", "cream", None),
    (0, "Tomates", "weight", "kg", 240, "p-tomate", "red", 1000),
    (0, "Courgettes", "weight", "kg", 190, "p-courgette", "green", 1000),
    (0, "Poireaux", "piece", "botte", 240, "p-poireau", "green", 1000),
    (0, "Salade", "piece", "pièce", 110, "p-salade", "lime", 1000),
    (0, "Chou vert", "piece", "pièce", 160, "p-chou", "green", 1000),
    (0, "Radis", "piece", "botte", 140, "p-radis", "pink", 1000),
    (0, "Betteraves", "weight", "kg", 170, "p-betterave", "violet", 1000),
    (0, "Haricots verts", "weight", "kg", 280, "p-haricots", "green", 1000),
    (0, "Persil", "piece", "bouquet", 70, "p-persil", "green", None),
    (0, "Panier du verger", "piece", "panier", 600, "p-cagette", "orange", 1000),
    (1, "Yaourts nature, par 4", "piece", "lot", 240, "p-lait", "blue", 1000),
    (1, "Lait demi-écrémé, 1 l", "piece", "brique", 109, "p-lait", "blue", None),
    (1, "Beurre doux, 250 g", "piece", "pièce", 265, "p-lait", "yellow", 1000),
    (1, "Fromage blanc, 500 g", "piece", "pot", 149, "p-lait", "cream", 1000),
    (1, "Œufs, par 6", "piece", "boîte", 195, "p-cagette", "cream", None),
    (2, "Pâtes, 500 g", "piece", "paquet", 129, "p-bocal", "yellow", 2000),
    (2, "Riz long, 1 kg", "piece", "paquet", 189, "p-bocal", "cream", 2000),
    (2, "Huile de tournesol, 1 l", "piece", "bouteille", 229, "p-bocal", "yellow", 2000),
    (2, "Lentilles vertes, 500 g", "piece", "paquet", 175, "p-bocal", "green", 2000),
    (2, "Compote du verger", "piece", "bocal", 250, "p-bocal", "red", 1000),
    (2, "Sauce tomate, 400 g", "piece", "boîte", 99, "p-bocal", "red", 2000),
    (2, "Farine, 1 kg", "piece", "paquet", 95, "p-bocal", "cream", 2000),
    (2, "Sucre, 1 kg", "piece", "paquet", 139, "p-bocal", "cream", 2000),
    (3, "Pain de campagne", "piece", "pièce", 180, "p-pain", "brown", 1000),
    (3, "Baguette", "piece", "pièce", 90, "p-pain", "yellow", 1000),
    (4, "Lessive, 1 l", "piece", "flacon", 499, "p-savon", "pink", 2000),
    (4, "Savon de Marseille", "piece", "pièce", 210, "p-savon", "green", None),
    (4, "Dentifrice", "piece", "tube", 155, "p-savon", "blue", None),
)

# first name, last name, birth year, letter
HOUSEHOLDS = (
    (("Amina", "Benali", 1986), ("Sami", "Benali", 2015), "B", "Décision de la commission du mois."),
    (("Fatou", "Diallo", 1979), ("Awa", "Diallo", 2012), "B", "Orientation de la mission locale."),
    (("Jean", "Moreau", 1958), None, "C", "Reprise d'emploi, aide de trois mois."),
    (("Lucie", "Garnier", 1990), None, "A", "Adhésion à prix plein."),
)


def demo_code(number: int) -> str:
    """An EAN-13 of our own for the n-th good: prefix 978000 is nobody's food; the check digit is right."""
    body = f"978000{number:06d}"
    total = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(body))
    return body + str((10 - total % 10) % 10)
