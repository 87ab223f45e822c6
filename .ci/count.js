// Sums vitest's JSON reports into one plain last line: `N passed, N failed`. Before it, how many of those that passed were
// tried twice.
import { existsSync, readFileSync } from 'node:fs'

const [secondTries, ...files] = process.argv.slice(2)
const reports = files.map((file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // a run that died before it could report counts as one failure
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 }
  }
})
// what failed before or after a file's tests, all of which passed, counts as one failure too
const hasFailed = ({ status }) => status === 'failed'
const failedFiles = reports
  .flatMap(({ testResults = [] }) => testResults)
  .filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed))
const sum = (...names) =>
  reports.flatMap((report) => names.map((name) => report[name])).reduce((a, b) => a + b, 0)
const failed = sum('numFailedTests') + failedFiles.length
const again = existsSync(secondTries) ? readFileSync(secondTries, 'utf8').split('\n').length - 1 : 0
const skipped = sum('numPendingTests', 'numTodoTests')
if (again > 0) console.log(`${again} passed only at the second try`)
console.log(`${sum('numPassedTests')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
