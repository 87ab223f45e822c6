const {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { constants, Script } = require('node:vm')

/**
 * Runs the built chunks from what V8 made of them the last time: compiling is half of what a short command does.
 * A chunk's name holds the hash of its content, so that what was kept for another build is not found. Answers what the
 * entry exports, and `keep`, which remembers for the next time what has been compiled in this one.
 */
exports.loadCompiled = function loadCompiled(entry, keptAt) {
  const kept = readKept(keptAt)
  const loaded = new Map()
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  const requireOther = createRequire(entry)
  let isNews = false

  const load = (path) => {
    const known = loaded.get(path)
    if (known) return known.module.exports
    const text = `(function(exports,require,module,__url){${readFileSync(path, 'latin1')}\n})`
    // the entry's name holds no hash
    const cachedData = path === entry ? undefined : kept.get(path)
    const script = new Script(text, { filename: path, cachedData, importModuleDynamically })
    if (path !== entry && script.cachedDataRejected !== false) isNews = true
    const module = { exports: {} }
    loaded.set(path, { module, script })
    const requireNext = (name) =>
      name.startsWith('.') ? load(join(dirname(path), name)) : requireOther(name)
    script.runInThisContext()(module.exports, requireNext, module, pathToFileURL(path).href)
    return module.exports
  }
  return {
    exports: load(entry),
    keep: () => {
      if (keptAt && isNews) writeKept(keptAt, [...stillThere(kept, loaded), ...compiledOf(loaded, entry)])
    },
  }
}

/** Code that somebody else could have written is not run. */
function readKept(path) {
  const kept = new Map()
  if (!path) return kept
  let file
  try {
    file = openSync(path)
    const { uid } = fstatSync(file)
    if (process.getuid && uid !== process.getuid()) return kept
    const bytes = readFileSync(file)
    const start = 4 + bytes.readUInt32LE(0)
    for (const [name, from, to] of JSON.parse(bytes.toString('utf8', 4, start)))
      kept.set(name, bytes.subarray(start + from, start + to))
  } catch (error) {
    // the first time there is nothing, and a damaged file is replaced
    tell(error)
  } finally {
    if (file !== undefined) closeSync(file)
  }
  return kept
}

const compiledOf = (loaded, entry) =>
  [...loaded].flatMap(([name, { script }]) => (name === entry ? [] : [[name, script.createCachedData()]]))

/** The same verb with other flags takes other ways; what another build left is forgotten. */
const stillThere = (kept, loaded) => [...kept].filter(([name]) => !loaded.has(name) && existsSync(name))

function writeKept(path, parts) {
  const index = []
  let length = 0
  for (const [name, data] of parts) {
    index.push([name, length, length + data.length])
    length += data.length
  }
  const head = Buffer.from(JSON.stringify(index))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(head.length)
  const draft = `${path}-${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(draft, Buffer.concat([size, head, ...parts.map(([, data]) => data)]), { mode: 0o600 })
    renameSync(draft, path)
  } catch (error) {
    tell(error)
  }
}

function tell(error) {
  if (process.env.K8SDEPLOY_DEBUG) process.stderr.write(`compiled code: ${error.message}\n`)
}
