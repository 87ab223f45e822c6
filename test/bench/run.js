// npm run bench [-- SECTION… --json --rounds N --pods 50,5000]: the CLI and what one would use instead, in one run, in
// turn. Ratios travel between machines; the absolute numbers belong to the machine that is printed with them.
import { parseArgs } from 'node:util'
import { bundleSize } from './bundle-size.js'
import { withTodo } from './deployed.js'
import { evidenceToExit } from './evidence-to-exit.js'
import { machine } from './machine.js'
import { memory } from './memory.js'
import { nothingToDo } from './nothing-to-do.js'
import { readyToExit } from './ready-to-exit.js'
import { reducer } from './reducer.js'
import { requests } from './requests.js'
import { scan } from './scan.js'
import { startUp } from './start-up.js'
import { status } from './status.js'
import { viewTable } from './view-table.js'
import { watching } from './watching.js'

const sections = {
  start: startUp,
  size: bundleSize,
  scan,
  reducer,
  deployed: measureDeployed,
  ready: readyToExit,
  requests,
  evidence: evidenceToExit,
  watching,
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '9' },
    pods: { type: 'string', default: '50' },
  },
})
const unknown = positionals.filter((name) => !(name in sections))
if (unknown.length > 0) {
  process.stderr.write(`no section ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}\n`)
  process.exit(2)
}
const chosen = positionals.length > 0 ? positionals : Object.keys(sections)
const rounds = Number(values.rounds)
const pods = values.pods.split(',').map(Number)
const results = []

/** A measurement that cannot be made says so in the table, and the others go on. */
async function measure(measurement, needs) {
  process.stderr.write(`${measurement.name} …\n`)
  try {
    results.push(...(await measurement({ rounds, pods, ...needs })))
  } catch (error) {
    results.push({ name: measurement.name, skipped: error.message.split('\n')[0] })
    process.stderr.write(`${error.stderr ?? error.message}\n`)
  }
}

async function measureDeployed() {
  await withTodo(async (todo) => {
    for (const measurement of [status, memory, nothingToDo]) await measure(measurement, { todo })
  })
  return []
}

for (const name of chosen) await measure(sections[name])

const facts = machine()
process.stdout.write(
  values.json
    ? `${JSON.stringify({ machine: facts, rounds, results }, undefined, 2)}\n`
    : `${viewTable(results)}\n\n${Object.values(facts).join(' · ')} · ${rounds} rounds\n`,
)
