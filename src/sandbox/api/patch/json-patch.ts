import { isDeepStrictEqual } from 'node:util'
import { ApiError, badRequest } from '../api-error.ts'
import { isRecord, type Json } from '../json.ts'

type Operation = { op: string; path: string; from?: string; value?: unknown }

/** RFC 6902, on a copy. */
export function jsonPatch(target: Json, patch: unknown): Json {
  if (!Array.isArray(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    )
  const root = { document: structuredClone(target) as unknown }
  for (const operation of patch as Operation[]) perform(root, operation)
  return root.document as Json
}

type Root = { document: unknown }

const operations: Record<string, (root: Root, operation: Operation) => void> = {
  add: (root, { path, value }) => add(root, path, structuredClone(value)),
  remove: (root, { path }) => void remove(root, path),
  replace(root, { path, value }) {
    remove(root, path)
    add(root, path, structuredClone(value))
  },
  move: (root, { path, from = '' }) => add(root, path, remove(root, from)),
  copy: (root, { path, from = '' }) => add(root, path, structuredClone(read(root, from))),
  test(root, { path, value }) {
    if (!isDeepStrictEqual(read(root, path), value)) throw impossible()
  },
}

function perform(root: Root, operation: Operation): void {
  const change = operations[operation.op]
  if (change === undefined) throw impossible()
  change(root, operation)
}

/** The API server keeps the reason to itself. */
const impossible = (): ApiError =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})

const stepsOf = (path: string): string[] => [
  'document',
  ...path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
]

function locate(root: Root, path: string): { parent: Json | unknown[]; last: string } {
  const steps = stepsOf(path)
  const last = steps.pop() ?? 'document'
  let parent: unknown = root
  for (const step of steps)
    parent = Array.isArray(parent) ? parent[Number(step)] : isRecord(parent) ? parent[step] : undefined
  if (!Array.isArray(parent) && !isRecord(parent)) throw impossible()
  return { parent, last }
}

function read(root: Root, path: string): unknown {
  const { parent, last } = locate(root, path)
  return Array.isArray(parent) ? parent[Number(last)] : parent[last]
}

function add(root: Root, path: string, value: unknown): void {
  const { parent, last } = locate(root, path)
  if (Array.isArray(parent)) parent.splice(last === '-' ? parent.length : Number(last), 0, value)
  else parent[last] = value
}

function remove(root: Root, path: string): unknown {
  const { parent, last } = locate(root, path)
  const value = Array.isArray(parent) ? parent[Number(last)] : parent[last]
  if (value === undefined) throw impossible()
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return value
}
