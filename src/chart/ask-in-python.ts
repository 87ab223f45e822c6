import { askedVariable } from './asked-variable.ts'

/** For `python3 -c`: nothing but its standard library. */
export const askInPython = `
import base64, hashlib, hmac, os, re, socket, ssl, struct, sys, unicodedata
from urllib.parse import urlsplit, unquote, parse_qs
url = urlsplit(re.sub(r'^postgres\\w*(\\+\\w+)?:', 'postgresql:', os.environ['${askedVariable}'].strip()))
host, port = url.hostname, url.port or 5432
query = parse_qs(url.query)
mode = (query.get('sslmode') or query.get('ssl') or [''])[0]
user, secret = unquote(url.username or ''), unquote(url.password or '')
step = 'dns'
def done(detail, following):
    global step
    print('step', step, 'ok', detail, flush=True)
    step = following
def packet(code, body):
    return struct.pack('!ii', 8 + len(body), code) + body
def message(kind, body):
    return kind + struct.pack('!i', 4 + len(body)) + body
def exactly(stream, size):
    held = b''
    while len(held) < size:
        more = stream.recv(size - len(held))
        if not more:
            raise ConnectionResetError(104, 'closed')
        held += more
    return held
def receive(stream):
    kind, size = struct.unpack('!ci', exactly(stream, 5))
    if not 4 <= size <= 100000:
        raise Exception('an answer that is not PostgreSQL')
    return kind, exactly(stream, size - 4)
def mac(key, text):
    return hmac.new(key, text, hashlib.sha256).digest()
first = b'n=,r=' + base64.b64encode(os.urandom(18))
def scram(rest):
    nonce, salt, count = re.match(rb'r=([^,]*),s=([^,]*),i=(\\d+)', rest).groups()
    words = unicodedata.normalize('NFKC', secret).encode()
    key = hashlib.pbkdf2_hmac('sha256', words, base64.b64decode(salt), int(count))
    bare, own = b'c=biws,r=' + nonce, mac(key, b'Client Key')
    sign = mac(hashlib.sha256(own).digest(), first + b',' + rest + b',' + bare)
    return bare + b',p=' + base64.b64encode(bytes(one ^ other for one, other in zip(own, sign)))
def md5(rest):
    inner = hashlib.md5((secret + user).encode()).hexdigest().encode()
    return b'md5' + hashlib.md5(inner + rest).hexdigest().encode() + b'\\0'
answers = {
    3: lambda rest: secret.encode() + b'\\0',
    5: md5,
    10: lambda rest: b'SCRAM-SHA-256\\0' + struct.pack('!i', 3 + len(first)) + b'n,,' + first,
    11: scram,
}
def talk(stream):
    while True:
        kind, body = receive(stream)
        if kind == b'E':
            parts = [part[1:] for part in body.decode('utf8', 'replace').split('\\0') if part[:1] in ('C', 'M')]
            raise Exception(' '.join(parts) or 'it refuses')
        if kind == b'R':
            way = struct.unpack('!i', body[:4])[0]
            if way == 0:
                done('as ' + user, 'query')
            elif way != 12:
                if way not in answers:
                    raise Exception('a way to log in that is not tried from here (%d)' % way)
                stream.sendall(message(b'p', answers[way](body[4:])))
        if kind == b'Z':
            stream.sendall(message(b'Q', b'select 1\\0'))
        if kind == b'D':
            return done('select 1', '')
try:
    address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]
    done(address, 'tcp')
    stream = socket.create_connection((address, port), 25)
    done('port %d' % port, 'tls')
    if mode == 'disable':
        done('off', 'login')
    else:
        stream.sendall(packet(80877103, b''))
        if stream.recv(1) == b'S':
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            stream = context.wrap_socket(stream, server_hostname=host)
            done(stream.version(), 'login')
        else:
            done('not offered', 'login')
    told = ['user', user, 'database', unquote(url.path[1:]) or user]
    if query.get('options'):
        told += ['options', query['options'][0]]
    stream.sendall(packet(196608, ''.join(part + '\\0' for part in told).encode() + b'\\0'))
    talk(stream)
except Exception as error:
    number = getattr(error, 'errno', None)
    names = {-2: 'ENOTFOUND', -5: 'ENOTFOUND', -3: 'EAI_AGAIN', 111: 'ECONNREFUSED', 113: 'EHOSTUNREACH', 101: 'ENETUNREACH', 104: 'ECONNRESET'}
    late = isinstance(error, (socket.timeout, TimeoutError))
    print('step', step, 'failed', 'ETIMEDOUT' if late else names.get(number, error), flush=True)
    sys.exit(1)
`
