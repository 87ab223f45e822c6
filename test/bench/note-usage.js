// Loaded into a measured process with --import: leaves in a file, when it ends, what it took.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeFileSync(
    process.env.BENCH_USAGE_FILE,
    JSON.stringify({ maxRSS, cpu: (userCPUTime + systemCPUTime) / 1e6 }),
  )
})
