import type { Command } from 'commander'
import type { RunCommand } from './run.ts'

export function registerSchema(program: Command, run: RunCommand): void {
  program
    .command('schema')
    .description('print the JSON Schema of k8sdeploy.yaml, for editors')
    .action(async () => {
      await run(async (world) => {
        const { configJsonSchema } = await import('../config/json-schema.ts')
        world.terminal.data(`${JSON.stringify(configJsonSchema(), null, 2)}\n`)
      })
    })
}
