import type * as z from 'zod/mini'
import { findNearestName } from './nearest-name.ts'
import type { Fault, Issue, Path } from './problem.ts'

type RawIssue = z.core.$ZodIssue

/** The schema's findings in our words, each about one key or value. */
export const readSchemaIssues = (issues: readonly RawIssue[], input: unknown, known: KnownKeys): Issue[] =>
  issues.flatMap((issue) => readIssue(issue, input, known))

/** Names the keys that are valid below a path. */
export type KnownKeys = (path: Path) => string[]

function readIssue(issue: RawIssue, input: unknown, known: KnownKeys): Issue[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], known(path)))
  if (issue.code === 'invalid_union') return readUnion(issue, path, input, known)
  if (issue.code === 'custom') {
    return [{ path, at: 'value', message: issue.message, hint: String(issue.params?.['hint'] ?? '') }]
  }
  const value = valueAt(input, path)
  if (value === undefined && issue.code === 'invalid_type') return [missing(path)]
  if (isSecretValue(path, value)) return [{ path, at: 'value', ...valueInConfig }]
  return [{ path, at: 'value', ...wrongValue(issue, value) }]
}

/** It may be the secret itself, and what is wrong with it is told in logs. */
const isSecretValue = (path: Path, value: unknown) =>
  path[0] === 'secrets' && path.length === 2 && typeof value !== 'object'

const valueInConfig: Fault = {
  message: 'the value of a secret does not belong into this file',
  hint: 'Say where it comes from, `{from: env}` or `{from: env-file, file: .env}`, and put the value there.',
}

/** Of the forms that a union offers, the one that came closest tells what is wrong. */
function readUnion(
  issue: Extract<RawIssue, { code: 'invalid_union' }>,
  path: Path,
  input: unknown,
  known: KnownKeys,
): Issue[] {
  const isClose = (form: RawIssue[]) =>
    form.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys')
  const form = issue.errors.find(isClose) ?? issue.errors[0] ?? []
  return form.flatMap((inner) => readIssue(withPath(inner, path), input, known))
}

const withPath = (issue: RawIssue, above: Path): RawIssue => ({ ...issue, path: [...above, ...issue.path] })

function unknownKey(path: Path, valid: string[]): Issue {
  const key = String(path.at(-1))
  const nearest = findNearestName(key, valid)
  const message = nearest ? `unknown key \`${key}\`; did you mean \`${nearest}\`?` : `unknown key \`${key}\``
  return {
    path,
    at: 'key',
    message,
    hint: valid.length === 0 ? 'Remove it.' : `Valid here: ${valid.join(', ')}.`,
  }
}

function missing(path: Path): Issue {
  const key = String(path.at(-1))
  return { path, at: 'value', message: 'it is missing', hint: `Add \`${key}: …\`.` }
}

function wrongValue(issue: RawIssue, value: unknown): { message: string; hint: string } {
  if (issue.code === 'invalid_value') {
    const valid = issue.values.map(String)
    if (typeof value === 'string' && valid.includes(value))
      return {
        message: `${shown(value)} is text, and a number is needed`,
        hint: `Remove the quotes: \`${value}\`.`,
      }
    const nearest = typeof value === 'string' ? findNearestName(value, valid) : undefined
    const question = nearest ? `; did you mean \`${nearest}\`?` : ''
    return { message: `${shown(value)} is not valid here${question}`, hint: `Valid: ${valid.join(', ')}.` }
  }
  if (issue.code === 'invalid_type') return wrongType(issue.expected, value)
  if (issue.code === 'too_small')
    return { message: 'it is empty', hint: 'Give at least one, or leave the key out.' }
  return { message: `${shown(value)} is not valid here`, hint: 'See `k8sdeploy schema` for the form.' }
}

const words: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

function wrongType(expected: string, value: unknown): { message: string; hint: string } {
  if (expected === 'number' && typeof value === 'number')
    return { message: `${shown(value)} is no number that can be counted to`, hint: 'Write a number.' }
  const message = `${shown(value)} is ${typeName(value)}, and ${words[expected] ?? expected} is needed`
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { message, hint: 'Put quotes around it.' }
  }
  if (expected === 'number' && typeof value === 'string' && /^\d+$/.test(value)) {
    return { message, hint: `Remove the quotes: \`${value}\`.` }
  }
  return {
    message,
    hint: expected === 'array' ? 'Write it as `[one, two]`.' : `Write ${words[expected] ?? expected}.`,
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of keys'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'a number' : 'a yes/no value'
}

function shown(value: unknown): string {
  if (value === null || typeof value === 'object') return 'this'
  const text = String(value)
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``
}

export function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    return (value as Record<string | number, unknown>)[part]
  }, input)
}
