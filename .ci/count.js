// Sums vitest's JSON reports into one plain last line: `N passed, N failed`.
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2).map((file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // a run that died before it could report counts as one failure
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 }
  }
})
const sum = (...names) =>
  reports.flatMap((report) => names.map((name) => report[name])).reduce((a, b) => a + b, 0)
const skipped = sum('numPendingTests', 'numTodoTests')
console.log(
  `${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed${skipped ? `, ${skipped} skipped` : ''}`,
)
