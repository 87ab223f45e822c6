import { expect } from 'vitest'
import { buildProgram } from '../../../src/commands/program.ts'
import { splitLine } from '../../../src/commands/split-line.ts'
import type { BadInput } from './bad-input.ts'
import { canary } from './good-project.ts'
import type { Outcome } from './ground.ts'

type Told = { status: string; code: number; next?: string[]; error?: { code: string; message: string } }

/** One clear error: the right code, what, why, what to type next; and everything is as it was. */
export async function expectRefusal({ code, says }: BadInput, outcome: Outcome): Promise<void> {
  const { stdout, stderr, before, after } = outcome
  const text = stderr.replace(/\s+/g, ' ')
  expect({ code: outcome.code, text }).toEqual({ code, text: expect.stringMatching(says) })
  expect(stderr.match(/^ {2}✗ (?!\w+ +failed +[\d.]+s$)/gm), stderr).toHaveLength(1)
  expect(text).toMatch(/ (hint|next|choose|needs) /)
  expect(stderr).not.toMatch(/^\s+at .*(:\d+:\d+|<anonymous>|node:)|node_modules|[/\\]dist[/\\]/m)
  expect(text).not.toMatch(/\bundefined\b|\[object |did not expect/)
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  expect(stdout + stderr).not.toContain(canary)
  const told = JSON.parse(stdout) as Told
  expect(told).toMatchObject({ code, error: { code: expect.stringMatching(/^[A-Z_]+$/) } })
  expect(told.error?.message).toMatch(/\S/)
  for (const command of told.next ?? []) await expectTypeable(command)
  expect(after).toEqual(before)
}

/** What is proposed has to be taken by the very parser that proposes it. */
async function expectTypeable(command: string): Promise<void> {
  if (!command.startsWith('k8sdeploy ')) return
  const program = await buildProgram('0.0.0', ['init'], async () => undefined)
  const silence = (it: typeof program): void => {
    it.exitOverride().configureOutput({ writeOut: () => {}, outputError: () => {} })
    it.commands.forEach(silence)
  }
  silence(program)
  const { words, current } = splitLine(command)
  const parsed = program.parseAsync([...words, current].filter(Boolean), { from: 'user' })
  await parsed.catch((error) => expect(error, command).toMatchObject({ exitCode: 0 }))
}
