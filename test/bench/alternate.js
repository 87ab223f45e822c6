import { spawn } from 'node:child_process'
import { median } from './median.js'

/**
 * Runs each command once to warm the file cache, then all of them in turn, round after round, so that whatever else
 * the machine does falls on each alike. Answers the median milliseconds per command.
 */
export async function alternate(commands, rounds) {
  for (const command of commands) await time(command)
  const times = commands.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, command] of commands.entries()) times[index].push(await time(command))
  }
  return times.map(median)
}

export function time([file, args, options]) {
  const started = performance.now()
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-2_000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve(performance.now() - started)
      reject(new Error(`${file} ${args.join(' ')} ended with code ${code}\n${complaint}`))
    })
  })
}
