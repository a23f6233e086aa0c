#!/usr/bin/python3
"""TLS that fails says why: a real nginx with certificates that expired, are for another name, or come from nobody we
know; and one that is right, trusted through ca_file.  And how it is asked: by HTTP/2 unless the feed
says otherwise, with a certificate of our own."""
import os, re, shutil, subprocess, sys, tempfile, time

BUILD = os.environ.get('top_builddir', '.')
for tool in ('nginx', 'openssl'):
    path = shutil.which(tool, path=os.environ.get('PATH', '') + ':/usr/sbin')
    if path is None:
        print('skipped: %s is not installed' % tool)
        sys.exit(77)
    globals()[tool.upper()] = path

FEED = '''<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://localhost/</link>
<item><title>One</title><guid>1</guid></item></channel></rss>'''
CASES = [ # file, subject's name, issuer, validity, what has to be said (empty: it works)
    ('good', 'localhost', 'ca', '20200101000000Z-20450101000000Z', ''),
    ('expired', 'localhost', 'ca', '20200101000000Z-20210101000000Z', 'certificate has expired'),
    ('early', 'localhost', 'ca', '20440101000000Z-20450101000000Z', 'not valid yet'),
    ('name', 'elsewhere.example', 'ca', '20200101000000Z-20450101000000Z', 'for another name'),
    ('unknown', 'localhost', 'other', '20200101000000Z-20450101000000Z', 'not trusted here'),
    ('self', 'localhost', 'self', '20200101000000Z-20450101000000Z', 'self-signed'),
]
MINE = 'client_cert: DIR/good.pem, client_key: DIR/good.key'
WAYS = [ # feed, what its server says beside, what the feed says, how it was asked: protocol, our certificate, status
    ('two', 'http2', '', '', 'HTTP/2.0 NONE 200'),
    ('one', 'http2', '', 'http: "1.1"', 'HTTP/1.1 NONE 200'),
    ('known', '', 'ssl_client_certificate DIR/ca.pem; ssl_verify_client on;', MINE, 'HTTP/1.1 SUCCESS 200'),
    ('nobody', '', 'ssl_client_certificate DIR/ca.pem; ssl_verify_client on;', '', 'HTTP/1.1 NONE 400'),
]
CA_CONF = '''[ca]
default_ca = x
[x]
database = DIR/index.txt
serial = DIR/serial
new_certs_dir = DIR
default_md = sha256
policy = p
unique_subject = no
[p]
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
'''


def run(*argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit('%s: %s' % (' '.join(argv), done.stdout))


def key(d, name):
    run(OPENSSL, 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', '%s/%s.key' % (d, name))


def authority(d, name):
    key(d, name)
    run(OPENSSL, 'req', '-x509', '-new', '-key', '%s/%s.key' % (d, name), '-subj', '/CN=Root ' + name, '-days', '9999',
        '-config', d + '/ca.cnf', '-extensions', 'root', '-out', '%s/%s.pem' % (d, name))


def certificate(d, name, host, issuer, span):
    begin, end = span.split('-')
    key(d, name)
    with open('%s/%s.ext' % (d, name), 'w') as f:
        f.write('subjectAltName = DNS:%s\n' % host)
    run(OPENSSL, 'req', '-new', '-key', '%s/%s.key' % (d, name), '-subj', '/CN=' + host, '-config', d + '/ca.cnf',
        '-out', '%s/%s.csr' % (d, name))
    sign = ['-selfsign', '-keyfile', '%s/%s.key' % (d, name)] if issuer == 'self' else [
        '-cert', '%s/%s.pem' % (d, issuer), '-keyfile', '%s/%s.key' % (d, issuer)]
    run(OPENSSL, 'ca', '-batch', '-notext', '-config', d + '/ca.cnf', '-in', '%s/%s.csr' % (d, name), '-out',
        '%s/%s.pem' % (d, name), '-startdate', begin, '-enddate', end, '-extfile', '%s/%s.ext' % (d, name), *sign)


def free_ports(n):
    import socket
    open_ = [socket.create_server(('127.0.0.1', 0)) for _ in range(n)]
    ports = [s.getsockname()[1] for s in open_]
    for s in open_:
        s.close()
    return ports


def serve(d, ports):
    servers = ''.join('server { listen 127.0.0.1:%d ssl; ssl_certificate %s/%s.pem; ssl_certificate_key %s/%s.key; }\n'
                      % (port, d, case[0], d, case[0]) for port, case in zip(ports, CASES))
    servers += ''.join(
        'server { listen 127.0.0.1:%d ssl %s; ssl_certificate %s/good.pem; ssl_certificate_key %s/good.key; %s access_log %s/%s.log way; }\n'
        % (port, listen, d, d, says.replace('DIR', d), d, name) for port, (name, listen, says, _, _) in zip(ports[len(CASES):], WAYS))
    with open(d + '/nginx.conf', 'w') as f:
        f.write('daemon off; master_process off; pid %s/pid; error_log %s/error.log;\nevents {}\nhttp { access_log off;\n'
                "log_format way '$server_protocol $ssl_client_verify $status';\n"
                'root %s/www; client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n'
                'uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n%s}\n' % ((d,) * 8 + (servers,)))
    return subprocess.Popen([NGINX, '-p', d, '-c', d + '/nginx.conf', '-e', d + '/error.log'], stderr=subprocess.DEVNULL)


def poll(d, ports):
    with open(d + '/tocsin.yaml', 'w') as f:
        f.write('state_dir: %s/state\ncontrol: %s/state/sock\nlog: {level: info}\nlimits: {workers: 1}\n'
                'defaults: {allow_private: true, ca_file: %s/ca.pem}\nfeeds:\n' % (d, d, d))
        for port, case in zip(ports, CASES):
            f.write('  - {name: %s, url: "https://localhost:%d/feed.xml"}\n' % (case[0], port))
        for port, (name, _, _, says, _) in zip(ports[len(CASES):], WAYS):
            f.write('  - {name: %s, url: "https://localhost:%d/feed.xml"%s}\n' % (name, port, says and ', ' + says.replace('DIR', d)))
    done = subprocess.run([BUILD + '/daemon/tocsind', '--once', '-f', '-c', d + '/tocsin.yaml'], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout


def main(d):
    os.chmod(d, 0o755)
    os.makedirs(d + '/www')
    os.makedirs(d + '/state', 0o700)
    with open(d + '/www/feed.xml', 'w') as f:
        f.write(FEED)
    with open(d + '/ca.cnf', 'w') as f:
        f.write(CA_CONF.replace('DIR', d) + '[req]\ndistinguished_name = dn\n[dn]\n')
    open(d + '/index.txt', 'w').close()
    with open(d + '/serial', 'w') as f:
        f.write('1000\n')
    authority(d, 'ca')
    authority(d, 'other')
    for case in CASES:
        certificate(d, *case[:4])
    ports = free_ports(len(CASES) + len(WAYS))
    nginx = serve(d, ports)
    try:
        time.sleep(0.5)
        log = poll(d, ports)
    finally:
        nginx.terminate()
        nginx.wait()
    bad = 0
    for name, _, _, _, says in CASES:
        line = next((l for l in log.split('\n') if re.search(r'event=poll feed=%s ' % name, l)), '')
        ok = ('result=read' in line and 'status=200' in line) if says == '' else ('result=tls' in line and says in line)
        print('%s: %s: %s' % ('ok' if ok else 'FAILED', name, re.sub('.*error=', '', line) if says else 'read'))
        bad += not ok
    for name, _, _, _, want in WAYS:
        with open('%s/%s.log' % (d, name)) as f:
            asked = f.read().strip()
        print('%s: %s: %s' % ('ok' if asked == want else 'FAILED', name, asked))
        bad += asked != want
    if bad:
        print(log)
    return bad > 0


with tempfile.TemporaryDirectory(prefix='tocsin-tls-') as directory:
    sys.exit(main(directory))
