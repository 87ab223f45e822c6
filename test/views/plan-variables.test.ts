import { expect, it } from 'vitest'
import { palette } from '../../src/terminal/palette.ts'
import { type Told, viewVariables } from '../../src/views/plan-variables.ts'

const told = (name: string, more: Partial<Told> = {}): Told => ({
  name,
  phase: 'run',
  audience: 'cluster',
  isSecret: false,
  isRequired: false,
  source: 'api/main.py:3',
  isLate: false,
  ...more,
})

it('names first what needs a decision, and what each variable is', () => {
  const variables = [
    told('DEBUG'),
    told('DATABASE_URL', { isSecret: true, isRequired: true, setBy: 'secrets' }),
    told('STRIPE_MODE', { isRequired: true }),
    told('VITE_API_URL', { phase: 'build', audience: 'browser', setBy: 'env', isLate: true }),
  ]
  expect(viewVariables(variables, palette(false), 100)).toEqual([
    '    environment variables in the source',
    '    VITE_API_URL  build · browser · set too late  ← api/main.py:3',
    '    STRIPE_MODE   run · cluster · required · not set  ← api/main.py:3',
    '    DATABASE_URL  run · cluster · secret · required  ← api/main.py:3',
    '    DEBUG         run · cluster · not set     ← api/main.py:3',
  ])
})

it('says how to see the rest', () => {
  const many = Array.from({ length: 14 }, (_, index) => told(`V${index}`))
  expect(viewVariables(many, palette(false), 100).at(-1)).toContain('and 2 more')
})
