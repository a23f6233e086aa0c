#!/usr/bin/python3
"""The bundled story is watched: every counter moves as the log says, and promtool likes the text."""
import re, subprocess, urllib.request
from world import *

SPEED = '12'
WANT = [ # metric, labels that must be there, at least
    ('tocsin_build_info', '', 1), ('tocsin_feeds', 'state="ok"', 5),
    ('tocsin_feed_polls_total', 'result="new"', 5), ('tocsin_feed_polls_total', 'result="unchanged"', 1),
    ('tocsin_feed_poll_duration_seconds_count', '', 6), ('tocsin_items_total', 'result="new"', 8),
    ('tocsin_items_total', 'result="duplicate"', 1), ('tocsin_facts_total', 'kind="casualty"', 2),
    ('tocsin_facts_total', 'kind="territory"', 1), ('tocsin_alerts_total', 'rule_class="toll"', 1),
    ('tocsin_notifications_total', 'receiver_type="file",result="sent"', 1),
    ('tocsin_notifications_total', 'receiver_type="webhook",result="retry"', 1),
    ('tocsin_incidents', '', 1), ('tocsin_entries', '', 8), ('tocsin_outbox_pending', '', 1),
    ('tocsin_outbox_oldest_seconds', '', 0.1), ('tocsin_feed_due_lag_seconds', '', 0),
    ('tocsin_loop_lag_max_seconds', '', 1e-6),
    ('tocsin_store_transaction_seconds_count', '', 10), ('tocsin_store_failures_total', '', 0),
    ('tocsin_config_last_reload_successful', '', 1),
    ('tocsin_config_last_reload_success_timestamp_seconds', '', 1e9), ('tocsin_leases_fenced_total', '', 0),
    ('process_resident_memory_bytes', '', 1e6), ('process_start_time_seconds', '', 1e9),
]

FEEDS = ('monitor', 'wire', 'radio', 'relief', 'daily')
SERIES = { # the names that others build on, each with its labels and the values that it must have
    'tocsin_build_info': {'version': (), 'revision': ()},
    'tocsin_feeds': {'state': ('ok', 'failing', 'stale', 'disabled')},
    'tocsin_feed_polls_total': {'result': ('new', 'unchanged', 'http_error', 'timeout', 'parse_error')},
    'tocsin_feed_poll_duration_seconds_bucket': {'le': ('+Inf',)},
    'tocsin_feed_poll_duration_seconds_sum': {}, 'tocsin_feed_poll_duration_seconds_count': {},
    'tocsin_feed_due_lag_seconds': {}, 'tocsin_items_total': {'result': ('new', 'duplicate', 'updated')},
    'tocsin_facts_total': {'kind': ('casualty', 'territory')},
    'tocsin_incidents': {'state': ('open', 'merged', 'retracted')},
    'tocsin_alerts_total': {'rule_class': ('toll', 'territory'), 'severity': ('info', 'notice', 'warning', 'critical')},
    'tocsin_notifications_total': {'receiver_type': ('webhook', 'email', 'syslog'), 'result': ('sent', 'retry', 'failed', 'suppressed')},
    'tocsin_notification_suppressed_total': {'reason': ('silence', 'inhibit', 'mute', 'dedup')},
    'tocsin_outbox_pending': {}, 'tocsin_outbox_oldest_seconds': {}, 'tocsin_leases_fenced_total': {},
    'tocsin_config_last_reload_successful': {}, 'tocsin_config_last_reload_success_timestamp_seconds': {},
    'tocsin_store_transaction_seconds_bucket': {'le': ('+Inf',)},
    'tocsin_store_transaction_seconds_sum': {}, 'tocsin_store_transaction_seconds_count': {},
    'process_cpu_seconds_total': {}, 'process_open_fds': {}, 'process_max_fds': {}, 'process_virtual_memory_bytes': {},
    'process_virtual_memory_max_bytes': {}, 'process_resident_memory_bytes': {}, 'process_heap_bytes': {}, 'process_threads': {},
    'process_start_time_seconds': {},
    'tocsin_feed_up': {'feed': FEEDS}, 'tocsin_feed_failures': {'feed': FEEDS},
    'tocsin_feed_last_success_timestamp_seconds': {'feed': FEEDS}, 'tocsin_feed_last_new_timestamp_seconds': {'feed': FEEDS},
}


def series(text):
    """Of each name its labels, and of each label the values that were seen."""
    found = {}
    for name, labels in re.findall(r'^(\w+)(?:\{(.*)\})? \S+$', text, re.M):
        of = found.setdefault(name, {})
        for label, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels):
            of.setdefault(label, set()).add(value)
    return found


def has_names_and_labels(text):
    there = series(text)
    for name, labels in SERIES.items():
        got = there.get(name)
        check(got is not None and set(got) == set(labels) and all(set(v) <= got[l] for l, v in labels.items()),
              '%s has its labels: %s' % (name, got and {l: sorted(v)[:8] for l, v in got.items()}))
    check(re.search(r'^tocsin_build_info\{version="[0-9.]+",revision="\w+"\} 1$', text, re.M), 'it says which commit was built')


def scrape(world):
    with urllib.request.urlopen('http://127.0.0.1:%d/metrics' % world.http) as answer:
        world.type = answer.headers['Content-Type']
        return answer.read().decode()


def total(text, name, labels):
    """The sum over all series of a name that carry the labels; None: there is none."""
    found = [float(v) for l, v in re.findall(r'^%s(?:\{(.*)\})? (\S+)$' % name, text, re.M) if labels in l]
    return sum(found) if found else None


def configuration(world, port, hook):
    with open(TOP + '/etc/story/story-tocsin.yaml') as f:
        text = f.read()
    for name, value in (('STATE', world.dir + '/state'), ('PORT', str(port))):
        text = text.replace('@%s@' % name, value)
    text = re.sub(r'^(state_dir|control):.*\n', '', text, flags=re.M)
    text = text.replace('127.0.0.1:8470', '127.0.0.1:%d' % world.http).replace('every: 5s', 'every: 1s')
    text = text.replace('[log, file]', '[file, down]').replace('  log: {syslog: {}}\n', '')
    return world.config('metrics: {per_feed: true}\n' + text + '  down: {webhook: {url: "http://127.0.0.1:%d/", allow_private: true}}\n' % hook.port)


def enough(world):
    text = scrape(world)
    return all((total(text, name, labels) or 0) >= least for name, labels, least in WANT)


def agrees_with_log(world, text):
    log = world.log()
    for name, labels, pattern in (
            ('tocsin_feed_polls_total', '', r'event=poll feed'), ('tocsin_facts_total', '', r'event=fact '),
            ('tocsin_alerts_total', '', r'event=alert\.fired '),
            ('tocsin_alerts_total', 'severity="critical"', r'event=alert\.fired severity=critical'),
            ('tocsin_notifications_total', 'result="sent"', r'event=delivery\.sent ')):
        counted, said = total(text, name, labels), len(re.findall(pattern, log))
        check(counted <= said <= counted + 8, '%s{%s} is what the log says: %g, %d' % (name, labels, counted, said))


def main():
    world = World()
    need(TOCSIND, BUILD + '/daemon/tocsin-story')
    hook, world.http = Hook(), free_port()
    hook.down = True
    story = world.start([BUILD + '/daemon/tocsin-story', TOP + '/etc/story/story.yaml', '127.0.0.1:0', SPEED],
                        stdout=subprocess.PIPE, text=True)
    world.daemon(configuration(world, int(story.stdout.readline()), hook))
    wait_for(lambda: enough(world), 60)
    text = scrape(world)
    for name, labels, least in WANT:
        got = total(text, name, labels)
        check(got is not None and got >= least, '%s{%s} %s' % (name, labels, got))
    has_names_and_labels(text)
    agrees_with_log(world, text)
    check(world.type == 'text/plain; version=0.0.4; charset=utf-8', world.type)
    if shutil.which('promtool'):
        lint = subprocess.run(['promtool', 'check', 'metrics'], input=text, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        check(lint.returncode == 0 and lint.stdout.strip() == '', 'promtool: ' + (lint.stdout.strip() or 'nothing to say'))
    else:
        print('skipped: promtool is not installed, its check of the text was left out')
    world.end()


main()
