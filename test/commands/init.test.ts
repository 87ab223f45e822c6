import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { registerInit } from '../../src/commands/init.ts'
import { questionFlags } from '../../src/config/question-flags.ts'
import { environmentOf, flagOf } from '../../src/config/question-row.ts'
import { questions } from '../../src/config/questions.ts'
import { initWorld } from '../workflows/init-world.ts'

const shop = {
  'frontend/package.json': '{"dependencies": {"next": "15"}}',
  'backend/package.json': '{"dependencies": {"express": "5", "pg": "8"}}',
}

async function run(...args: string[]) {
  const world = initWorld(shop)
  const program = new Command().exitOverride().option('-o, --output <format>', '', 'text')
  registerInit(program, async (work) => void (await work(world)), questionFlags)
  await program.parseAsync(['init', ...args], { from: 'user' })
  return world
}

describe('the init command', () => {
  it('passes flags on, repeated ones as a list', async () => {
    const { disk } = await run(
      '--backend-env',
      'A=1,2',
      '--backend-env',
      'B=x, C=3',
      '--frontend-port',
      '3100',
      '--network-policy',
      'yes',
    )
    const text = disk.get('k8sdeploy.yaml')!
    expect(text).toMatch(/env:\n\s+A: "1,2"\n\s+B: "x, C=3"\n/)
    expect(text).toContain('port: 3100')
    expect(text).toContain('networkPolicy: true')
  })

  it('takes one flag apart when it holds several pairs', async () => {
    const { disk } = await run('--backend-env', 'A=1,B=2')
    expect(disk.get('k8sdeploy.yaml')).toMatch(/A: "1"[\s\S]*B: "2"/)
  })

  it.each(questions.map((row) => [row.id, row] as const))('names %s the same way everywhere', (id, row) => {
    expect(flagOf(row)).toBe(`--${id.replaceAll('.', '-')}`)
    expect(environmentOf(row)).toMatch(/^K8SDEPLOY_[A-Z_]+$/)
    expect(row.valid).not.toBe('')
  })
})
