import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A self-signed certificate for loopback: kubectl and helm send no token over plain http. */
export type Certificate = { key: string; cert: string }

const oids = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  basicConstraints: '0603551d13',
  keyUsage: '0603551d0f',
  extendedKeyUsage: '0603551d25',
  serverAuth: '06082b06010505070301',
  subjectAltName: '0603551d11',
}

export function createCertificate(name: string, from = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const until = new Date(from.getTime() + 10 * 365 * 86_400_000)
  const algorithm = sequence(hex(oids.ecdsaWithSha256))
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    distinguishedName(name),
    sequence(utcTime(new Date(from.getTime() - 86_400_000)), utcTime(until)),
    distinguishedName(name),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'der',
    }),
    tagged(0xa3, sequence(...extensions())),
  )
  const whole = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)))
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(whole) }
}

function extensions(): Buffer[] {
  const critical = Buffer.from([0x01, 0x01, 0xff])
  const dnsName = tagged(0x82, Buffer.from('localhost'))
  const ipAddress = tagged(0x87, Buffer.from([127, 0, 0, 1]))
  return [
    sequence(hex(oids.basicConstraints), critical, octets(sequence(critical))),
    // digitalSignature and keyCertSign
    sequence(hex(oids.keyUsage), critical, octets(hex('03020284'))),
    sequence(hex(oids.extendedKeyUsage), octets(sequence(hex(oids.serverAuth)))),
    sequence(hex(oids.subjectAltName), octets(sequence(dnsName, ipAddress))),
  ]
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

function length(size: number): Buffer {
  if (size < 128) return Buffer.from([size])
  return size < 256 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 255])
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts)
const integer = (value: Buffer): Buffer => tagged(0x02, value)
const octets = (value: Buffer): Buffer => tagged(0x04, value)
const bitString = (value: Buffer): Buffer => tagged(0x03, Buffer.from([0]), value)
const utcTime = (date: Date): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  )
const distinguishedName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(hex(oids.commonName), tagged(0x0c, Buffer.from(name)))))

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
