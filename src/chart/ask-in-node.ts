import { askedVariable } from './asked-variable.ts'

/** For `node -e`: nothing but its standard library. */
export const askInNode = `
const net = require('net'), tls = require('tls'), dns = require('dns'), { writeSync } = require('fs')
const { createHash, createHmac, pbkdf2Sync, randomBytes } = require('crypto')
const { setTimeout: later } = require('timers'), { env, exit } = process
const url = new URL(env.${askedVariable}.trim().replace(/^postgres\\w*(\\+\\w+)?:/, 'postgresql:'))
const host = url.hostname.replace(/^\\[|\\]$/g, ''), port = Number(url.port || 5432)
const mode = url.searchParams.get('sslmode') || url.searchParams.get('ssl')
const user = decodeURIComponent(url.username), secret = decodeURIComponent(url.password)
let step = 'dns'
const done = (detail, next) => { writeSync(1, 'step ' + step + ' ok ' + detail + '\\n'); step = next }
const fail = (error) => { writeSync(1, 'step ' + step + ' failed ' + (error.code || error.message) + '\\n'); exit(1) }
const word = (n) => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b }
const packet = (code, body) => Buffer.concat([word(8 + body.length), word(code), body])
const message = (type, body) => Buffer.concat([Buffer.from(type), word(4 + body.length), Buffer.from(body)])
later(() => fail({ code: 'ETIMEDOUT' }), 25000)
dns.lookup(host, (error, address) => {
  if (error) return fail(error)
  done(address, 'tcp')
  const socket = net.connect(port, address, () => {
    done('port ' + port, 'tls')
    if (mode === 'disable') { done('off', 'login'); return start(socket) }
    socket.write(packet(80877103, Buffer.alloc(0)))
    socket.once('data', (answer) => {
      if (answer[0] !== 83) { done('not offered', 'login'); return start(socket) }
      const name = net.isIP(host) ? {} : { servername: host }
      const secure = tls.connect({ socket, rejectUnauthorized: false, ...name }, () => {
        done(secure.getProtocol(), 'login'); start(secure)
      })
      secure.on('error', fail)
    })
  })
  socket.on('error', fail)
  socket.on('close', () => fail({ code: 'ECONNRESET' }))
})
function start(stream) {
  const name = decodeURIComponent(url.pathname.slice(1)) || user, options = url.searchParams.get('options')
  const told = 'user\\0' + user + '\\0database\\0' + name + '\\0' + (options ? 'options\\0' + options + '\\0' : '') + '\\0'
  let held = Buffer.alloc(0)
  const take = talk(stream)
  stream.on('data', (chunk) => {
    held = Buffer.concat([held, chunk])
    while (held.length >= 5) {
      const size = held.readInt32BE(1)
      if (size < 4 || size > 100000) return fail({ code: 'an answer that is not PostgreSQL' })
      if (held.length < size + 1) return
      const [type, body] = [String.fromCharCode(held[0]), held.subarray(5, size + 1)]
      held = held.subarray(size + 1)
      take(type, body)
    }
  })
  stream.write(packet(196608, Buffer.from(told)))
}
function talk(stream) {
  const hash = (text) => createHash('sha256').update(text).digest()
  const mac = (key, text) => createHmac('sha256', key).update(text).digest()
  const md5 = (...parts) => createHash('md5').update(Buffer.concat(parts)).digest('hex')
  const first = 'n=,r=' + randomBytes(18).toString('base64')
  const answers = {
    3: () => secret + '\\0',
    5: (rest) => 'md5' + md5(Buffer.from(md5(Buffer.from(secret + user))), rest) + '\\0',
    10: () => Buffer.concat([Buffer.from('SCRAM-SHA-256\\0'), word(3 + first.length), Buffer.from('n,,' + first)]),
    11: (rest) => {
      const [, nonce, salt, count] = /^r=([^,]*),s=([^,]*),i=(\\d+)/.exec(rest.toString()) || []
      const key = pbkdf2Sync(secret.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(count), 32, 'sha256')
      const bare = 'c=biws,r=' + nonce, own = mac(key, 'Client Key')
      const sign = mac(hash(own), first + ',' + rest + ',' + bare)
      return bare + ',p=' + Buffer.from(own.map((byte, at) => byte ^ sign[at])).toString('base64')
    },
  }
  return (type, body) => {
    if (type === 'E') {
      const text = body.toString().split('\\0').filter((part) => /^[CM]/.test(part)).map((part) => part.slice(1))
      return fail({ code: text.join(' ') || 'it refuses' })
    }
    if (type === 'R') {
      const kind = body.readInt32BE(0)
      if (kind === 0) return done('as ' + user, 'query')
      if (kind === 12) return
      if (!answers[kind]) return fail({ code: 'a way to log in that is not tried from here (' + kind + ')' })
      return stream.write(message('p', answers[kind](body.subarray(4))))
    }
    if (type === 'D') { done('select 1', ''); exit(0) }
    if (type === 'Z') stream.write(message('Q', 'select 1\\0'))
  }
}
`
