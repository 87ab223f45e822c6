import type { ComponentRole } from '../report.ts'
import { answerText } from './answer-value.ts'
import { checkFolder, checkUrlPath } from './check-path.ts'
import { checkNodePort, checkPort } from './check-port.ts'
import { checkBackendVariable, checkVariableName, checkVariableValue } from './check-variable.ts'
import type { Access, ComponentConfig, Probe } from './config.ts'
import { defaultProbes, defaultServiceType, defaults, mostReplicas } from './defaults.ts'
import { checkImage } from './image-reference.ts'
import type { Fault } from './problem.ts'
import { checkCpu, checkMemory } from './quantity.ts'
import type { AnswerValue, Get, QuestionRow } from './question-row.ts'

type Part = Omit<QuestionRow, 'id' | 'path' | 'group'> & { key: string; at: string }

/** Everything to know about the frontend or the backend. */
export function componentQuestions(role: ComponentRole): QuestionRow[] {
  const parts = [
    ...sourceParts(role),
    ...serviceParts(role),
    ...sizeParts(role),
    ...variableParts(role),
    ...probeParts(role),
  ]
  return parts.map(({ key, at, ...part }) => ({
    ...part,
    id: `${role}.${key}`,
    path: [role, ...at.split('.')],
    group: `The ${role}`,
    message: `${role === 'frontend' ? 'Frontend' : 'Backend'} ${part.message}`,
  }))
}

const text = (value: AnswerValue | undefined) => (value === undefined ? undefined : String(value))
const fixed = (value: AnswerValue) => () => value
const folder = 'a path inside the project'

const sourceParts = (role: ComponentRole): Part[] => {
  const dir = (get: Get) => text(get(`${role}.dir`))
  const isBuilt = (get: Get) => !get(`${role}.image`)
  return [
    {
      key: 'image',
      at: 'image',
      kind: 'text',
      message: 'image, instead of building one',
      valid: 'name:tag of an existing image',
      isOptional: true,
      check: checkImage,
      fallback: fixed(''),
    },
    {
      key: 'dir',
      at: 'dir',
      kind: 'text',
      message: 'folder',
      valid: folder,
      isMain: true,
      check: checkFolder,
    },
    {
      key: 'context',
      at: 'build.context',
      kind: 'text',
      message: 'build context',
      valid: folder,
      isDerived: true,
      check: checkFolder,
      when: isBuilt,
      fallback: dir,
    },
    {
      key: 'dockerfile',
      at: 'build.dockerfile',
      kind: 'text',
      message: 'Dockerfile',
      valid: folder,
      isDerived: true,
      check: checkFolder,
      when: isBuilt,
      fallback: (get) =>
        dir(get) === undefined ? undefined : dir(get) === '.' ? 'Dockerfile' : `${dir(get)}/Dockerfile`,
    },
    {
      key: 'target',
      at: 'build.target',
      kind: 'text',
      message: 'build stage',
      valid: 'a stage of the Dockerfile',
      isOptional: true,
      when: isBuilt,
      fallback: fixed(''),
    },
    {
      key: 'build-args',
      at: 'build.args',
      kind: 'pairs',
      message: 'build arguments',
      valid: 'NAME=value, no secrets',
      isOptional: true,
      when: isBuilt,
      check: checkPair,
      fallback: fixed([]),
    },
    {
      key: 'start',
      at: 'start',
      kind: 'words',
      message: 'start command (sandbox only)',
      valid: 'a command line',
      isOptional: true,
      fallback: fixed([]),
    },
    ...(role === 'backend' ? [migrations] : []),
  ]
}

const migrations: Part = {
  key: 'migrate',
  at: 'migrate',
  kind: 'words',
  message: 'migration command, run once before each release',
  valid: 'a command line of its image',
  isOptional: true,
  fallback: fixed([]),
}

const serviceParts = (role: ComponentRole): Part[] => {
  const isNodePort = (get: Get) => get(`${role}.service-type`) === 'NodePort'
  const types = ['ClusterIP', 'NodePort', 'LoadBalancer'].map((value) => ({ value, name: value }))
  return [
    {
      key: 'port',
      at: 'port',
      kind: 'number',
      message: 'container port',
      valid: 'a whole number from 1 to 65535',
      isMain: true,
      check: number(checkPort),
    },
    {
      key: 'replicas',
      at: 'replicas',
      kind: 'number',
      message: 'replicas',
      valid: `a whole number from 1 to ${mostReplicas}`,
      isMain: true,
      check: number(checkReplicas),
      fallback: fixed(String(defaults.replicas)),
    },
    {
      key: 'service-type',
      at: 'service.type',
      kind: 'select',
      message: 'Service type',
      valid: 'ClusterIP, NodePort or LoadBalancer',
      choices: types,
      isDerived: true,
      fallback: (get) => defaultServiceType(role, get('access') as Access),
    },
    {
      key: 'service-port',
      at: 'service.port',
      kind: 'number',
      message: 'Service port',
      valid: 'a whole number from 1 to 65535',
      isDerived: true,
      check: number(checkPort),
      fallback: (get) => get(`${role}.port`),
    },
    {
      key: 'node-port',
      at: 'service.nodePort',
      kind: 'number',
      message: 'NodePort',
      valid: 'a whole number from 30000 to 32767',
      isMain: true,
      isOptional: true,
      isDerived: true,
      check: number(checkNodePort),
      when: isNodePort,
      fallback: fixed(role === 'frontend' ? '30080' : '30081'),
    },
  ]
}

const sizeParts = (_: ComponentRole): Part[] =>
  (['requests', 'limits'] as const).flatMap((kind) =>
    (['cpu', 'memory'] as const).map((what) => ({
      key: `${what}-${kind.slice(0, -1)}`,
      at: `resources.${kind}.${what}`,
      kind: 'text' as const,
      message: `${what === 'cpu' ? 'CPU' : 'memory'} ${kind === 'requests' ? 'request' : 'limit'}`,
      valid: what === 'cpu' ? 'cores, such as 100m or 2' : 'bytes, such as 256Mi or 1Gi',
      check: what === 'cpu' ? checkCpu : checkMemory,
      fallback: fixed(defaults.resources[kind][what]),
    })),
  )

const variableParts = (role: ComponentRole): Part[] => {
  const rows: Part[] = [
    {
      key: 'env',
      at: 'env',
      kind: 'pairs',
      message: 'environment variables',
      valid: 'NAME=value, no secrets',
      isOptional: true,
      check: checkPair,
      fallback: fixed([]),
    },
    {
      key: 'secrets',
      at: 'secrets',
      kind: 'names',
      message: 'secrets',
      valid: 'NAME, or NAME=VARIABLE',
      isOptional: true,
      isMain: role === 'backend',
      fallback: (get) => (role === 'backend' && get('database') ? [String(get('database'))] : []),
      write: (value) => (value as string[]).map(readBinding),
      read: (config) => config[role].secrets.map(({ name, as }) => (name === as ? name : `${name}=${as}`)),
    },
    {
      key: 'run-as-user',
      at: 'runAsUser',
      kind: 'number',
      message: 'user ID to run as',
      valid: 'a whole number from 1',
      isOptional: true,
      fallback: fixed(String(defaults.runAsUser)),
      write: (value) => (value === '' ? null : unlessDefault(Number(value), defaults.runAsUser)),
      read: ({ [role]: { runAsUser } }) =>
        runAsUser === null ? '' : String(runAsUser ?? defaults.runAsUser),
    },
    {
      key: 'command',
      at: 'command',
      kind: 'words',
      message: 'command in place of the image’s ENTRYPOINT',
      valid: 'a command line',
      isOptional: true,
      fallback: fixed([]),
    },
    {
      key: 'args',
      at: 'args',
      kind: 'words',
      message: 'arguments in place of the image’s CMD',
      valid: 'words',
      isOptional: true,
      fallback: fixed([]),
    },
    {
      key: 'writable-paths',
      at: 'writablePaths',
      kind: 'names',
      message: 'writable directories besides /tmp',
      valid: 'absolute paths in the container',
      isOptional: true,
      fallback: fixed([]),
    },
  ]
  if (role === 'backend') return rows
  return [
    ...rows,
    {
      key: 'backend-url-env',
      at: 'backendUrlEnv',
      kind: 'text',
      message: 'variable that holds the backend URL',
      valid: 'a variable name',
      isOptional: true,
      check: checkBackendVariable,
      fallback: fixed(defaults.backendUrlEnv),
      write: (value) => unlessDefault<unknown>(value, defaults.backendUrlEnv),
      read: ({ frontend }) => frontend.backendUrlEnv ?? defaults.backendUrlEnv,
    },
  ]
}

const probeParts = (role: ComponentRole): Part[] =>
  (['readiness', 'liveness', 'startup'] as const).map((kind) => ({
    key: kind,
    at: `probes.${kind}`,
    kind: 'text',
    message: `${kind} probe`,
    valid: 'a path such as /healthz, or tcp',
    check: (value) => (value === 'tcp' ? undefined : checkUrlPath(value)),
    fallback: fixed(defaultProbes[role][kind].path ?? 'tcp'),
    write: (value, before) => ({
      ...withoutWay(before as Probe | undefined),
      ...(value === 'tcp' ? { tcp: true } : { path: value }),
    }),
    read: (config) => probeText(config[role], kind),
  }))

/** A probe that runs a command has no one-line answer and stays as it is. */
const probeText = ({ probes }: ComponentConfig, kind: keyof ComponentConfig['probes']) =>
  probes[kind].path ?? (probes[kind].tcp ? 'tcp' : undefined)

function withoutWay({ path, tcp, command, host, ...timing }: Probe = {}): Probe {
  return timing
}

/** A default stays unwritten, so that it can follow later versions. */
const unlessDefault = <T>(value: T, standard: T): T | undefined => (value === standard ? undefined : value)

/** `NAME` or `NAME=VARIABLE`. */
export function readBinding(entry: string): { name: string; as: string } {
  const [name = '', as = name] = entry.split('=')
  return { name, as }
}

export function checkPair(pair: string): Fault | undefined {
  const [name = ''] = pair.split('=', 1)
  return checkVariableName(name) ?? checkVariableValue(pair.slice(name.length + 1))
}

const number = (check: (value: number) => Fault | undefined) => (value: string) => check(Number(value))

const checkReplicas = (count: number): Fault | undefined =>
  count >= 1 && count <= mostReplicas
    ? undefined
    : { message: `${count} replicas are not possible`, hint: `Use 1 to ${mostReplicas}.` }

export const shownAnswer = (row: QuestionRow, value: AnswerValue) => answerText(row, value) || 'none'
