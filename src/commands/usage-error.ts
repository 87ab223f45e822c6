import type { Command, CommanderError } from 'commander'
import { maskCredentials } from '../config/check-variable.ts'
import { findNearestName } from '../config/nearest-name.ts'
import { DeployError, type ErrorDetails } from '../errors.ts'
import { printable } from '../views/printable.ts'
import { shortenText } from '../views/shorten-text.ts'

type Told = { message: string } & ErrorDetails

/** What is wrong with a command line, in our words; nothing where only help or the version was asked for. */
export function usageError(error: CommanderError, command: Command): DeployError | undefined {
  if (error.exitCode === 0) return undefined
  const said = error.message.replace(/^error: /, '')
  const { message, ...details } = tell(error.code, said, command)
  return new DeployError('USAGE', message, { next: [`${helpOf(said, command)} --help`], ...details })
}

function tell(code: string, said: string, command: Command): Told {
  if (code === 'commander.unknownOption') return unknownFlag(said, command)
  if (code === 'commander.unknownCommand' || code === 'commander.help') return unknownCommand(command)
  if (code === 'commander.invalidArgument') return invalidValue(said)
  const name = nameOf(command)
  if (code === 'commander.optionMissingArgument')
    return {
      message: said.replace(/^option '(?:-\w, )?(\S+) (.+)' argument missing$/, '$1 needs a value: $2'),
    }
  if (code === 'commander.missingArgument')
    return { message: said.replace(/^missing required argument '(.+)'$/, `\`${name}\` needs its <$1>`) }
  if (code === 'commander.conflictingOption') return exclusiveFlags(said)
  if (code === 'commander.excessArguments') return tooManyWords(said, command)
  return { message: said }
}

function unknownCommand(command: Command): Told {
  const names = commandNames(command)
  const word = command.args[0] === 'help' ? command.args[1] : command.args[0]
  if (word === undefined) return { message: `\`${nameOf(command)}\` needs a command`, choices: names }
  return { message: `unknown command '${shown(word)}'`, hint: didYouMean(findNearestName(word, names)) }
}

/** What stands behind the `=` may be a secret: it is not repeated. */
function unknownFlag(said: string, command: Command): Told {
  const flag = shown(said.replace(/^unknown option '(.*)'$/s, '$1').replace(/=.*/s, ''))
  const flags = [command, command.parent].flatMap((it) => (it ? flagsOf(it) : []))
  if (flags.includes(flag)) return { message: `${flag} takes no value` }
  const owner = command.commands.find((it) => flagsOf(it).includes(flag))
  if (owner)
    return {
      message: `${flag} stands before the command`,
      hint: `it belongs behind it: k8sdeploy ${owner.name()} ${flag}`,
    }
  const nearest = flag.startsWith('--') ? findNearestName(flag, flags) : undefined
  const hint =
    nearest || !/pass|secret|token|database|url/i.test(flag) ? didYouMean(nearest) : neverAsArgument
  return { message: `unknown option '${flag}'`, hint }
}

const neverAsArgument =
  'secret values are never arguments, which others on the machine can read: `secrets:` in k8sdeploy.yaml says where each comes from'

/** `option '--port <number>' argument 'x' is invalid. Why`, or the same of an argument without a flag. */
function invalidValue(said: string): Told {
  const [, flag, text] = /^option '(?:-\w, )?(--[\w-]+).*?' argument '(.*?)' is invalid\. /s.exec(said) ?? []
  const [, word, argument] =
    /^command-argument value '(.*?)' is invalid for argument '(.*?)'/s.exec(said) ?? []
  const why = /^.* is invalid(?: for argument '.*?')?\. (.*)$/s.exec(said)?.[1] ?? ''
  const choices = /^Allowed choices are (.*)\.$/.exec(why)?.[1]?.split(', ')
  const value = text ?? word ?? ''
  const message = `${value.trim() === '' ? 'an empty text' : `'${shown(value)}'`} is not valid for ${flag ?? `<${argument}>`}`
  return choices
    ? { message, choices, hint: didYouMean(findNearestName(value, choices)) }
    : { message, hint: why }
}

function exclusiveFlags(said: string): Told {
  const [one, other] = [...said.matchAll(/--[\w-]+/g)].map(String)
  return { message: `${one} and ${other} exclude each other`, hint: 'leave one of the two out' }
}

function tooManyWords(said: string, command: Command): Told {
  const [, most = '0', got = ''] = /Expected (\d+) arguments? but got (\d+)/.exec(said) ?? []
  const taken = most === '0' ? 'no arguments' : most === '1' ? 'only one argument' : `only ${most} arguments`
  return { message: `\`${nameOf(command)}\` takes ${taken}, and got ${got}` }
}

const flagsOf = ({ options }: Command) => options.map(({ long }) => long ?? '')

const didYouMean = (name: string | undefined) => (name ? `did you mean ${name}?` : undefined)

const shown = (word: string) => shortenText(printable(maskCredentials(word)), 60)

/** Flags of every command stand in the help of the program. */
function helpOf(said: string, command: Command): string {
  const flag = /^option '(?:-\w, )?(--[\w-]+)/.exec(said)?.[1]
  const isEverywhere = flag !== undefined && !command.options.some(({ long }) => long === flag)
  return command.parent && !isEverywhere ? `k8sdeploy ${nameOf(command)}` : 'k8sdeploy'
}

function nameOf(command: Command): string {
  const above = command.parent?.parent ? `${nameOf(command.parent)} ` : ''
  return `${above}${command.name()}`
}

const commandNames = (command: Command): string[] => {
  const help = command.createHelp()
  return help
    .visibleCommands(command)
    .map((it) => it.name())
    .filter((name) => name !== 'help')
}
