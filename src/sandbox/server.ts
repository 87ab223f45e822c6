import { fileURLToPath } from 'node:url'
import { databaseArgument, serveDemoDatabase } from './control/demo-database.ts'
import { runDaemon } from './control/run-daemon.ts'

/** Entry of the background process: the sandbox itself or, with `--database DIR`, its demo database. */
const [argument, dir = ''] = process.argv.slice(2)
const started =
  argument === databaseArgument
    ? serveDemoDatabase(dir, (line) => process.stdout.write(`${line}\n`))
    : runDaemon(process.env, fileURLToPath(import.meta.url))

started.then(endOnSignal, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})

/** With everything closed the process ends by itself; should something hold it, it ends anyway. */
const lingerMs = 2000

function endOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      void stop().finally(() => setTimeout(() => process.kill(process.pid, 'SIGKILL'), lingerMs).unref())
    })
  }
}
