import type { EventEmitter } from 'node:events'
import { confirm, input, password, select } from '@inquirer/prompts'
import { DeployError } from '../errors.ts'
import type { Answer, Palette, Question } from '../ports.ts'
import type { Spell } from './spell.ts'

type Streams = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream; palette: Palette; spell: Spell }
type Key = { name?: string; sequence?: string; ctrl?: boolean }

/** One prompt. Ctrl-C and the end of input become CANCELLED; Esc and `<` become `back` where there is a way back. */
export async function ask(question: Question, streams: Streams, signal?: AbortSignal): Promise<Answer> {
  const shortcut = new AbortController()
  const keys = streams.input as unknown as EventEmitter
  const onKey = (_: unknown, key: Key = {}) => {
    const answer = answerOfKey(question, key)
    if (answer) shortcut.abort(answer)
  }
  const onEnd = () => shortcut.abort(cancelled())
  keys.on('keypress', onKey)
  keys.on('end', onEnd)
  try {
    const signals = [shortcut.signal, ...(signal ? [signal] : [])]
    const answer = await prompt(question, streams, AbortSignal.any(signals))
    return question.canGoBack && answer.trim() === '<' ? { back: true } : { answer }
  } catch (error) {
    return answerOfAbort(error, shortcut.signal)
  } finally {
    keys.off('keypress', onKey)
    keys.off('end', onEnd)
  }
}

function answerOfKey(
  { canGoBack, choices = [] }: Question,
  { name, sequence, ctrl }: Key,
): Answer | undefined {
  if (name === 'escape' && canGoBack) return { back: true }
  const choice = choices.find(({ key }) => key !== undefined && key === sequence && !ctrl)
  return choice && { answer: choice.value }
}

function answerOfAbort(error: unknown, { aborted, reason }: AbortSignal): Answer {
  const name = error instanceof Error ? error.name : ''
  if (name === 'AbortPromptError' && aborted && !(reason instanceof Error)) return reason as Answer
  if (['AbortPromptError', 'ExitPromptError', 'CancelPromptError'].includes(name)) throw cancelled()
  throw error
}

const cancelled = () => new DeployError('CANCELLED', 'cancelled')

function prompt(
  question: Question,
  { input: from, output: to, palette, spell }: Streams,
  signal: AbortSignal,
): Promise<string> {
  const context = { input: from, output: to, signal }
  const common = { message: spell(question.message), theme: theme(question, palette, spell) }
  if (question.kind === 'confirm') return askConfirm(question, common, context)
  if (question.kind === 'password')
    return password({ ...common, mask: true, validate: validate(question) }, context)
  if (question.kind !== 'select') {
    return input(
      {
        ...common,
        default: question.default === undefined ? undefined : String(question.default),
        validate: validate(question),
      },
      context,
    )
  }
  const choices = (question.choices ?? []).map(({ value, name, description }) => ({
    value,
    name: spell(name),
    short: spell(name).split(/ {2,}/)[0],
    description: description && spell(description),
  }))
  return select(
    { ...common, choices, default: question.default as string | undefined, loop: false, pageSize: 12 },
    context,
  )
}

async function askConfirm(
  { default: usual }: Question,
  common: { message: string },
  context: Parameters<typeof confirm>[1],
) {
  const agreed = await confirm({ ...common, default: usual === true || usual === 'yes' }, context)
  return agreed ? 'yes' : 'no'
}

const validate = (question: Question) => (text: string) =>
  question.canGoBack && text.trim() === '<' ? true : (question.check(text) ?? true)

/** Calm: the source beside the question while it is open, only the answer once it is given. */
function theme({ source, canGoBack }: Question, { strong, dim, accent, bad, good }: Palette, spell: Spell) {
  const back = canGoBack ? ' · Esc back' : ''
  return {
    prefix: { idle: accent('?'), done: good(spell('✓')) },
    icon: { cursor: spell('❯') },
    style: {
      message: (text: string, status: string) =>
        status === 'done' || !source ? strong(text) : `${strong(text)} ${dim(spell(`← ${clipped(source)}`))}`,
      answer: accent,
      defaultAnswer: (text: string) => dim(`(${text})`),
      highlight: accent,
      description: dim,
      error: (text: string) => bad(spell(`! ${text}`)),
      keysHelpTip: () => dim(spell(`↑↓ choose · Enter take it${back}`)),
    },
  }
}

const longestSource = 40
const clipped = (text: string) =>
  text.length <= longestSource ? text : `${text.slice(0, longestSource - 1)}…`
