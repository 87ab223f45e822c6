import type { GlobalOptions } from '../commands/program.ts'
import type { WatchFlags } from '../commands/watch-options.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, Files, World } from '../ports.ts'
import type { RollbackReport, UpReport } from '../report.ts'
import type { StoryTeller } from './story-teller.ts'
import type { Turn } from './take-turn.ts'

/** What every step of a command works with that releases something and watches it. */
export type ReleaseRun = {
  flags: WatchFlags & GlobalOptions
  world: World
  config: Config
  configText: string
  files: Files
  cluster: Cluster
  namespace: string
  story: StoryTeller
  report: UpReport | RollbackReport
  /** From the first change on. */
  turn?: Turn
}
