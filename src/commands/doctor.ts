import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DoctorFlags = ClusterFlags

const help = `
✓ is there · ✗ is not, and how to mend it · ? could not be looked at, and why.
Nothing is changed, nothing is asked, and no check takes longer than 20 seconds (45 where a database wakes up).

Exit codes: 0 · otherwise that of the first ✗: 2 config · 4 a secret without a value · 10 tools · 11 cluster · 21 images
50 database

Examples:
  $ k8sdeploy doctor
  $ k8sdeploy doctor --env production -o json
`

export function registerDoctor(program: Command, run: RunCommand): void {
  const command = program
    .command('doctor')
    .description('what a deploy needs, step by step: tools, cluster, rights, images, secrets, database')
  addClusterOptions(command)
    .addHelpText('after', help)
    .action(async () => {
      await run(async (world) => {
        const { doctor } = await import('../workflows/doctor.ts')
        return doctor(command.optsWithGlobals<DoctorFlags & GlobalOptions>(), world)
      })
    })
}
