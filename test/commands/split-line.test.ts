import { expect, it } from 'vitest'
import { splitLine } from '../../src/commands/split-line.ts'

it.each<[string, string[], string]>([
  ['k8sdeploy ', [], ''],
  ['k8sdeploy st', [], 'st'],
  ['k8sdeploy  up   --env ', ['up', '--env'], ''],
  ['k8sdeploy -C "my shop" up', ['-C', 'my shop'], 'up'],
  ["k8sdeploy -C 'it\\s' up ", ['-C', 'it\\s', 'up'], ''],
  ['k8sdeploy -C my\\ shop', ['-C'], 'my shop'],
  ['k8sdeploy -C "half a', ['-C'], 'half a'],
  ['k8sdeploy -C half\\', ['-C'], 'half'],
  ['k8sdeploy --name "" ', ['--name', ''], ''],
  ['', [], ''],
])('%j', (line, words, current) => {
  expect(splitLine(line)).toEqual({ words, current })
})
