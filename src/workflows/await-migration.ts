import { failedMigration, lateMigration, stuckMigration } from './explain-migration.ts'
import type { UpRun } from './up-run.ts'
import type { WatchedJob } from './watch-job.ts'

const pollMs = 500

/** Seconds that it took. Once it runs it may take its time; until then it is waited for no longer than a rollout. */
export async function awaitMigration(run: UpRun, watched: Pick<WatchedJob, 'look'>): Promise<number> {
  const { world, flags, config, story } = run
  const patience = flags.timeout ?? config.rollout.timeoutSeconds
  const began = world.clock.monotonic()
  const tell = changes((line) => story.progress('migrate', line))
  let waitedMs = 0
  for (let last = began; ; ) {
    const sight = await watched.look()
    const now = world.clock.monotonic()
    if (sight.state === 'succeeded') return (now - began) / 1000
    if (sight.state === 'failed' && sight.finding.isDefinitive) throw failedMigration(run, sight.finding)
    if (sight.state === 'running') tell('running')
    if (sight.state === 'waiting') {
      if (sight.trouble?.isDefinitive) throw stuckMigration(run, sight.trouble)
      // as in a rollout, the clock stands still while an image is on its way
      if (!sight.isPulling) waitedMs += now - last
      if (waitedMs >= patience * 1000) throw lateMigration(run, sight, patience)
      tell(sight.doing)
    }
    last = now
    await world.clock.sleep(pollMs, world.signal)
  }
}

/** Tells what is not what was told last. */
const changes = (tell: (line: string) => void) => {
  let told = ''
  return (line: string) => {
    if (line !== told) tell(line)
    told = line
  }
}
