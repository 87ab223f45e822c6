import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { buildProgram } from '../../src/commands/program.ts'
import { exitCodes } from '../../src/errors.ts'

const program = await buildProgram('0.0.0', ['init'], async () => {})

const commandsOf = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsOf)]
const named = commandsOf(program).map((command) => [command.name(), command] as const)

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ getOutHelpWidth: () => 80, writeOut: (piece) => (text += piece) })
  command.outputHelp()
  return text
}

it.each(named)('help of %s fits 80 columns', (_, command) => {
  expect(
    helpOf(command)
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([])
})

it.each([0, 74, ...new Set(Object.values(exitCodes))])('exit code %i is in the help', (code) => {
  expect(helpOf(program)).toMatch(new RegExp(`(^|\\s)${code}\\s+\\w`, 'm'))
})
