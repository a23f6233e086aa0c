#!/usr/bin/python3
"""feeds.py DIR FEEDS [WAR%]: the benchmark's feeds, the same on every run: RSS 2.0, Atom and RSS 1.0 of twenty
entries each, about 2 kB an entry, WAR of 100 of them war reports (35), beside each file its gzip for nginx.
As a module: news(), war(), the texts alone."""
import os, random, sys, zlib
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

ENTRIES = 20
FROM = datetime(2026, 11, 1, tzinfo=timezone.utc)
TOWNS = '''Aleppo Idlib Hama Homs Damascus Latakia Raqqa Daraa Manbij Azaz Saraqib Palmyra Kharkiv Kherson Mariupol
Bakhmut Donetsk Kramatorsk Rafah Jenin Nablus Khartoum Omdurman Nyala Goma Bukavu Mogadishu Kismayo Marib Taiz Aden
Kandahar Kunduz Mosul Kirkuk Tikrit Gao Timbuktu Kidal Maiduguri'''.split()
EVERYDAY = '''The council of {p} spent {n} million on its roads this year.|A new tram line joins {p} and {q} in {k} minutes.
Bakers in {p} say that flour costs {k} percent more than in spring.|The museum of {p} shows {n} photographs of old harbours.
Pupils of {k} schools in {q} planted apple trees along the river.|Rain is forecast for {p} and the hills around {q} until Sunday.
The team of {p} won its match against {q} after a late goal.|A court in {q} heard the case of a stolen violin for {k} hours.
Farmers near {p} expect a harvest of {n} tons of olives.|The library of {q} lends {n} books a month, most of them novels.
The price of bread fell by {k} percent, the chamber of commerce of {p} said.|Doctors in {q} advise drinking more water in summer.
A film about the bridges of {p} opens the festival in {q}.|The bus company will hire {k} drivers before the end of the year.
Scientists counted {n} storks on their way south over {p}.|The observatory of {q} found a comet that nobody had seen.'''.replace('\n', '|').split('|')
REPORTS = '''At least {k} people were killed in an air strike on {p}, a war monitor said.|Shelling of {p} left {k} civilians dead and {n} injured.
Government forces captured the town of {p} after days of fighting.|Rebels said they had taken {p} and advanced towards {q}.
A car bomb in {p} killed {k} people, among them {j} children, doctors said.|The death toll from the attack on {q} has risen to {k}.
Some {n} families fled {p} for {q}, aid workers said.|{k} soldiers and {j} fighters died in clashes near {p}.
A drone struck a hospital in {q}, wounding {k} patients.|The army withdrew from {p} overnight, residents said.'''.replace('\n', '|').split('|')


def sentence(r, of):
    p, q = r.sample(TOWNS, 2)
    return r.choice(of).format(p=p, q=q, k=r.randint(4, 60), n=r.randint(61, 900), j=r.randint(2, 9))


def news(r, sentences):
    return [sentence(r, EVERYDAY) for _ in range(sentences)]


def war(r, sentences):
    """A report: most of its sentences tell of the dead, of ground, of flight."""
    return [sentence(r, REPORTS if r.random() < 0.7 else EVERYDAY) for _ in range(sentences)]


def entry(r, war_share):
    texts = (war if r.random() * 100 < war_share else news)(r, r.randint(14, 32))
    paragraphs = [' '.join(texts[i:i + 4]) for i in range(0, len(texts), 4)]
    body = ''.join('<p>%s</p>\n' % escape(p) for p in paragraphs)
    return texts[0].rstrip('.'), body + '<p><a href="#more">Read&nbsp;on</a></p>'


ITEM = {
    'rss': '<item><title>%(t)s</title><link>%(u)s</link><guid isPermaLink="false">%(u)s#%(i)d</guid><pubDate>%(m)s</pubDate>'
           '<category>World</category><description><![CDATA[%(b)s]]></description></item>\n',
    'atom': '<entry><title>%(t)s</title><link href="%(u)s"/><id>%(u)s</id><updated>%(d)s</updated>'
            '<author><name>Desk</name></author><content type="html">%(e)s</content></entry>\n',
    'rdf': '<item rdf:about="%(u)s"><title>%(t)s</title><link>%(u)s</link><dc:date>%(d)s</dc:date>'
           '<description>%(e)s</description></item>\n',
}
AROUND = {
    'rss': ('<rss version="2.0"><channel><title>Desk %d</title><link>https://n%d.example/</link><language>en</language>\n',
            '</channel></rss>\n'),
    'atom': ('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Desk %d</title><id>https://n%d.example/</id>\n',
             '</feed>\n'),
    'rdf': ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desk %d</title><link>https://n%d.example/</link>'
            '</channel>\n', '</rdf:RDF>\n'),
}


def document(n, war_share):
    r = random.Random(n)
    kind = r.choices(('rss', 'atom', 'rdf'), (60, 24, 16))[0]
    head, tail = AROUND[kind]
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n', head % (n, n)]
    for i in range(ENTRIES):
        title, body = entry(r, war_share)
        at = FROM + timedelta(minutes=37 * n % 9000 + 400 * (ENTRIES - i))
        out.append(ITEM[kind] % {'t': escape(title), 'u': 'https://n%d.example/%d' % (n, i), 'i': i, 'b': body,
                                 'e': escape(body), 'm': format_datetime(at), 'd': at.isoformat()})
    return (''.join(out) + tail).encode()


def write(folder, feeds, war_share):
    """FOLDER/fN.xml and FOLDER/fN.xml.gz for each N; done once."""
    if os.path.exists('%s/f%d.xml.gz' % (folder, feeds - 1)):
        return
    os.makedirs(folder, exist_ok=True)
    for n in range(feeds):
        data, name = document(n, war_share), '%s/f%d.xml' % (folder, n)
        pack = zlib.compressobj(6, zlib.DEFLATED, 31)
        for path, content in ((name, data), (name + '.gz', pack.compress(data) + pack.flush())):
            with open(path, 'wb') as f:
                f.write(content)
            os.utime(path, (FROM.timestamp() + n,) * 2)


if __name__ == '__main__':
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 35)
