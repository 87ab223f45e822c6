/** The variable in which the program below finds the URL. */
export const askedVariable = 'K8SDEPLOY_DATABASE_URL'

/*
 * Both do the same with nothing but their standard library: a line `step NAME ok|failed DETAIL` for each step up to the
 * server's first answer. They do not send the password: the very value has logged in from the machine of `up`, and a
 * server that refuses this network says so before it asks for one.
 */
const node = `
const net = require('net'), tls = require('tls'), dns = require('dns'), { writeSync } = require('fs')
const { setTimeout: later } = require('timers'), { env, exit } = process
const url = new URL(env.${askedVariable}.trim().replace(/^postgres\\w*(\\+\\w+)?:/, 'postgresql:'))
const host = url.hostname.replace(/^\\[|\\]$/g, ''), port = Number(url.port || 5432)
const mode = url.searchParams.get('sslmode') || url.searchParams.get('ssl')
let step = 'dns'
const done = (detail, next) => { writeSync(1, 'step ' + step + ' ok ' + detail + '\\n'); step = next }
const fail = (error) => { writeSync(1, 'step ' + step + ' failed ' + (error.code || error.message) + '\\n'); exit(1) }
const word = (n) => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b }
const packet = (code, body) => Buffer.concat([word(8 + body.length), word(code), body])
later(() => fail({ code: 'ETIMEDOUT' }), 25000)
dns.lookup(host, (error, address) => {
  if (error) return fail(error)
  done(address, 'tcp')
  const socket = net.connect(port, address, () => {
    done('port ' + port, 'tls')
    if (mode === 'disable') { done('off', 'answer'); return start(socket) }
    socket.write(packet(80877103, Buffer.alloc(0)))
    socket.once('data', (answer) => {
      if (answer[0] !== 83) { done('not offered', 'answer'); return start(socket) }
      const name = net.isIP(host) ? {} : { servername: host }
      const secure = tls.connect({ socket, rejectUnauthorized: false, ...name }, () => {
        done(secure.getProtocol(), 'answer'); start(secure)
      })
      secure.on('error', fail)
    })
  })
  socket.on('error', fail)
  socket.on('close', () => fail({ code: 'ECONNRESET' }))
})
function start(stream) {
  const user = decodeURIComponent(url.username), name = decodeURIComponent(url.pathname.slice(1)) || user
  stream.write(packet(196608, Buffer.from('user\\0' + user + '\\0database\\0' + name + '\\0\\0')))
  stream.once('data', (answer) => {
    if (answer[0] === 82) { done('it asks for the password', ''); exit(0) }
    const text = answer.subarray(5).toString().split('\\0').filter((part) => /^[CM]/.test(part)).map((part) => part.slice(1))
    fail({ code: text.join(' ') || 'an answer that is not PostgreSQL' })
  })
}
`

const python = `
import os, re, socket, ssl, struct, sys
from urllib.parse import urlsplit, unquote, parse_qs
url = urlsplit(re.sub(r'^postgres\\w*(\\+\\w+)?:', 'postgresql:', os.environ['${askedVariable}'].strip()))
host, port = url.hostname, url.port or 5432
query = parse_qs(url.query)
mode = (query.get('sslmode') or query.get('ssl') or [''])[0]
step = 'dns'
def done(detail, following):
    global step
    print('step', step, 'ok', detail, flush=True)
    step = following
def packet(code, body):
    return struct.pack('!ii', 8 + len(body), code) + body
try:
    address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]
    done(address, 'tcp')
    stream = socket.create_connection((address, port), 25)
    done('port %d' % port, 'tls')
    if mode == 'disable':
        done('off', 'answer')
    else:
        stream.sendall(packet(80877103, b''))
        if stream.recv(1) == b'S':
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            stream = context.wrap_socket(stream, server_hostname=host)
            done(stream.version(), 'answer')
        else:
            done('not offered', 'answer')
    user = unquote(url.username or '')
    name = unquote(url.path[1:]) or user
    stream.sendall(packet(196608, ('user\\0%s\\0database\\0%s\\0\\0' % (user, name)).encode()))
    answer = stream.recv(4096)
    if answer[:1] != b'R':
        parts = [part[1:] for part in answer[5:].decode('utf8', 'replace').split('\\0') if part[:1] in ('C', 'M')]
        raise Exception(' '.join(parts) or 'an answer that is not PostgreSQL')
    done('it asks for the password', '')
except Exception as error:
    number = getattr(error, 'errno', None)
    names = {-2: 'ENOTFOUND', -5: 'ENOTFOUND', -3: 'EAI_AGAIN', 111: 'ECONNREFUSED', 113: 'EHOSTUNREACH', 101: 'ENETUNREACH', 104: 'ECONNRESET'}
    late = isinstance(error, (socket.timeout, TimeoutError))
    print('step', step, 'failed', 'ETIMEDOUT' if late else names.get(number, error), flush=True)
    sys.exit(1)
`

/** Ends with 77 in an image that can run neither. */
const choose =
  'command -v node >/dev/null 2>&1 && exec node -e "$0"; for p in python3 python; do command -v $p >/dev/null 2>&1 && exec $p -c "$1"; done; exit 77'

/** Asks in whatever language the image of the backend speaks. */
export const askDatabase = ['sh', '-c', choose, node, python]
export const cannotAsk = 77
