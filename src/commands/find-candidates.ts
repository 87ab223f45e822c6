import type { Argument, Command, Option } from 'commander'
import type { TypedLine } from './split-line.ts'

export type Candidate = { value: string; about?: string }
/** What only the cluster, the project or the shell knows. */
export type Source = 'contexts' | 'namespaces' | 'releases' | 'environments' | 'files' | 'folders'
export type Found = {
  candidates: Candidate[]
  source?: Source
  /** Stands before each value that the source gives: `--context=`. */
  prefix: string
  /** The flags that were typed, by their names. */
  given: Record<string, string | true>
}

const sources: Record<string, Source> = {
  context: 'contexts',
  allowContext: 'contexts',
  namespace: 'namespaces',
  release: 'releases',
  env: 'environments',
  kubeconfig: 'files',
  from: 'files',
  cwd: 'folders',
}

/** What an argument usually is, where others are possible. */
const usual: Record<string, string[]> = { component: ['frontend', 'backend', 'migrate'] }

type Walk = {
  command: Command
  given: Found['given']
  positionals: number
  /** Its value comes next. */
  pending?: Option | undefined
  isOnlyWords: boolean
}

/** What may stand where the cursor is, by the definitions of the commands themselves. */
export function findCandidates(program: Command, { words, current }: TypedLine): Found {
  const walk: Walk = { command: program, given: {}, positionals: 0, isOnlyWords: false }
  for (const word of words) step(walk, word)
  const { given, pending, isOnlyWords } = walk
  if (pending && !(pending.variadic && current.startsWith('-')))
    return found(valuesOf(pending), current, '', given)
  if (isOnlyWords || !current.startsWith('-')) return found(wordsOf(walk, current), current, '', given)
  const [name, value] = parted(current)
  const option = value === undefined ? undefined : findOption(walk.command, name)
  if (option) return found(valuesOf(option), current, `${name}=`, given)
  return found({ candidates: flagsOf(walk.command, given) }, current, '', given)
}

function step(walk: Walk, word: string): void {
  const isFlag = word.startsWith('-') && !walk.isOnlyWords
  if (walk.pending && !(walk.pending.variadic && isFlag)) takeValue(walk, walk.pending, word)
  else if (word === '--') walk.isOnlyWords = true
  else if (isFlag) takeFlag(walk, word)
  else takeWord(walk, word)
}

function takeValue(walk: Walk, option: Option, word: string): void {
  walk.given[option.attributeName()] = word
  if (!option.variadic) walk.pending = undefined
}

function takeFlag(walk: Walk, word: string): void {
  const [name, value] = parted(word)
  const option = findOption(walk.command, name)
  walk.pending = value === undefined && option?.required ? option : undefined
  if (option) walk.given[option.attributeName()] = value ?? true
}

function takeWord(walk: Walk, word: string): void {
  const next = walk.command.commands.find((one) => one.name() === word || one.aliases().includes(word))
  if (next) walk.command = next
  else walk.positionals += 1
}

/** `--name=value`, `-nvalue`. */
function parted(word: string): [name: string, value: string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : word.length > 2 ? 2 : -1
  if (at < 0) return [word, undefined]
  return [word.slice(0, at), word.slice(word.startsWith('--') ? at + 1 : at)]
}

/** Those of the command, and those that every command takes. */
const optionsOf = (command: Command): Option[] =>
  command.parent ? [...command.options, ...optionsOf(command.parent)] : [...command.options]

const findOption = (command: Command, name: string): Option | undefined =>
  optionsOf(command).find(({ long, short }) => long === name || short === name)

type Offer = { candidates: Candidate[]; source?: Source | undefined }

function valuesOf(option: Option): Offer {
  const choices = option.argChoices ?? []
  return { candidates: choices.map((value) => ({ value })), source: sources[option.attributeName()] }
}

function wordsOf(walk: Walk, current: string): Offer {
  const commands = walk.command.commands.filter((one) => !one.name().startsWith('_'))
  if (commands.length > 0 && walk.positionals > 0) return { candidates: [] }
  const argument: Argument | undefined = walk.command.registeredArguments[walk.positionals]
  const candidates = [
    ...commands.map((one) => ({ value: one.name(), about: one.description() })),
    ...(argument?.argChoices ?? usual[argument?.name() ?? ''] ?? []).map((value) => ({ value })),
  ]
  if (candidates.length > 0 || current !== '' || walk.isOnlyWords) return { candidates }
  return { candidates: flagsOf(walk.command, walk.given) }
}

const flagsOf = (command: Command, given: Found['given']): Candidate[] =>
  optionsOf(command)
    .filter((option) => !option.hidden && (option.variadic || !(option.attributeName() in given)))
    .flatMap(({ long, description }) => (long ? [{ value: long, about: description }] : []))

const found = (
  { candidates, source }: Offer,
  current: string,
  prefix: string,
  given: Found['given'],
): Found => ({
  candidates: candidates
    .map((one) => ({ ...one, value: `${prefix}${one.value}` }))
    .filter(({ value }) => value.startsWith(current)),
  ...(source ? { source } : {}),
  prefix,
  given,
})
