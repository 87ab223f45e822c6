import { changes } from './changes.ts'
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
  let runningSince: number | undefined
  for (let last = began; ; ) {
    const sight = await watched.look()
    const now = world.clock.monotonic()
    if (sight.state === 'succeeded') return (now - began) / 1000
    if (sight.state === 'failed' && sight.finding.isDefinitive) throw failedMigration(run, sight.finding)
    if (sight.state === 'running') {
      runningSince ??= now
      tell(describeRun(now - runningSince))
    }
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

/** A long one is told of each minute, so that nobody takes it for hanging. */
const describeRun = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000)
  return minutes === 0 ? 'running' : `running for ${minutes} min`
}
