import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DoctorFlags = ClusterFlags

const help = `
✓ passed · ✗ failed, with the fix · ? could not be checked, with the reason
It changes and asks nothing. No check takes longer than 20 seconds (45 for a
database that wakes up).

Exit codes: 0, or that of the first ✗: 2 config · 4 secret without a value
            10 tools · 11 cluster · 21 images · 50 database

Examples:
  $ k8sdeploy doctor
  $ k8sdeploy doctor --env production -o json`

export function registerDoctor(program: Command, run: RunCommand): void {
  const command = program
    .command('doctor')
    .description('check what a deploy needs: tools, cluster, permissions, images, secrets, database')
  addClusterOptions(command)
    .addHelpText('after', help)
    .action(async () => {
      await run(async (world) => {
        const { doctor } = await import('../workflows/doctor.ts')
        return doctor(command.optsWithGlobals<DoctorFlags & GlobalOptions>(), world)
      })
    })
}
