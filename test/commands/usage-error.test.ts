import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { buildProgram } from '../../src/commands/program.ts'
import { usageError } from '../../src/commands/usage-error.ts'

async function refuse(...words: string[]) {
  const program = await buildProgram('0.0.0', words, async () => undefined)
  let at = program
  const prepare = (command: typeof program): void => {
    command.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} })
    command.exitOverride((error) => {
      at = command
      throw error
    })
    command.commands.forEach(prepare)
  }
  prepare(program)
  const error = await program.parseAsync(words, { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  )
  return error instanceof CommanderError ? usageError(error, at) : undefined
}

it.each([
  [['stauts'], "unknown command 'stauts'", 'did you mean status?', 'k8sdeploy --help'],
  [['help', 'deploy'], "unknown command 'deploy'", undefined, 'k8sdeploy --help'],
  [['sandbox', 'statu'], "unknown command 'statu'", 'did you mean status?', 'k8sdeploy sandbox --help'],
  [['up', '--skp'], "unknown option '--skp'", 'did you mean --skip?', 'k8sdeploy up --help'],
  [['up', '--dry-run=1'], '--dry-run takes no value', undefined, 'k8sdeploy up --help'],
  [['up', '-o', 'xml'], "'xml' is not valid for --output", undefined, 'k8sdeploy --help'],
  [['logs', '--tail'], '--tail needs a value: <lines>', undefined, 'k8sdeploy logs --help'],
  [['logs', 'a', 'b'], '`logs` takes only one argument, and got 2', undefined, 'k8sdeploy logs --help'],
  [['logs', 'up', 'down'], '`logs` takes only one argument, and got 2', undefined, 'k8sdeploy logs --help'],
  [
    ['sandbox', 'fault', 'x'],
    '`sandbox fault` needs its <fault>',
    undefined,
    'k8sdeploy sandbox fault --help',
  ],
  [['schema', 'ini'], "'ini' is not valid for <document>", 'did you mean init?', 'k8sdeploy schema --help'],
])('%j', async (words, message, hint, next) => {
  const error = await refuse(...words)
  expect({ message: error?.message, hint: error?.details.hint, next: error?.details.next }).toEqual({
    message,
    hint,
    next: [next],
  })
})

it('names what may stand there', async () => {
  expect((await refuse('sandbox'))?.details.choices).toEqual(['up', 'status', 'down', 'fault'])
  expect((await refuse('up', '--until', 'ready'))?.details.choices).toEqual([
    'available',
    'complete',
    'verified',
  ])
})

it.each([
  [['up', '--password=hunter2'], /never arguments/],
  [['up', '--database-url', 'postgresql://shop:hunter2@db/shop'], /never arguments/],
  [['postgresql://shop:hunter2@db/shop'], undefined],
])('does not repeat what may be a secret: %j', async (words, hint) => {
  const error = await refuse(...words)
  expect(JSON.stringify([error?.message, error?.details])).not.toContain('hunter2')
  if (hint) expect(error?.details.hint).toMatch(hint)
})

it('has nothing to say about help and the version', async () => {
  expect(await refuse('--help')).toBeUndefined()
  expect(await refuse('up', '--help')).toBeUndefined()
  expect(await refuse('-V')).toBeUndefined()
})
