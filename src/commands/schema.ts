import { Argument, type Command } from 'commander'
import type { RunCommand } from './run.ts'

export function registerSchema(program: Command, run: RunCommand): void {
  program
    .command('schema')
    .description('print the JSON Schema of k8sdeploy.yaml, for editors')
    .addArgument(
      new Argument('[document]', 'config: k8sdeploy.yaml; init: the document of init -o json')
        .choices(['config', 'init'])
        .default('config'),
    )
    .action(async (document: string) => {
      await run(async (world) => {
        const { configJsonSchema, initJsonSchema } = await import('../config/json-schema.ts')
        const schema = document === 'init' ? initJsonSchema() : configJsonSchema()
        world.terminal.data(`${JSON.stringify(schema, null, 2)}\n`)
      })
    })
}
