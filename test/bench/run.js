// npm run bench [-- --json] [--rounds N]: the CLI and what one would use instead, in one run, in turn. Ratios travel
// between machines; the absolute numbers belong to the machine that is printed with them.
import { parseArgs } from 'node:util'
import { bundleSize } from './bundle-size.js'
import { withTodo } from './deployed.js'
import { machine } from './machine.js'
import { memory } from './memory.js'
import { nothingToDo } from './nothing-to-do.js'
import { requests } from './requests.js'
import { startUp } from './start-up.js'
import { status } from './status.js'
import { viewTable } from './view-table.js'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '9' } },
})
const rounds = Number(values.rounds)
const results = []

/** A measurement that cannot be made says so in the table, and the others go on. */
async function measure(measurement, needs) {
  process.stderr.write(`${measurement.name} …\n`)
  try {
    results.push(...(await measurement({ rounds, ...needs })))
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

await measure(startUp)
await measure(bundleSize)
await measure(measureDeployed)
await measure(requests)

const facts = machine()
process.stdout.write(
  values.json
    ? `${JSON.stringify({ machine: facts, rounds, results }, undefined, 2)}\n`
    : `${viewTable(results)}\n\n${Object.values(facts).join(' · ')} · ${rounds} rounds\n`,
)
