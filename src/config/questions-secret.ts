import { checkFolder } from './check-path.ts'
import { checkVariableName } from './check-variable.ts'
import type { Config, SecretConfig } from './config.ts'
import { defaults } from './defaults.ts'
import type { Fault } from './problem.ts'
import type { QuestionRow } from './question-row.ts'

const group = 'Database and secrets'

const sources = [
  { value: 'env-file', name: 'a .env file', description: 'read by `up`, never copied anywhere' },
  { value: 'env', name: 'the environment of `up`', description: 'for example in CI' },
  { value: 'cluster', name: 'the cluster', description: 'a Secret there that somebody else manages' },
]

/** Names and sources of secrets. A value is never asked for here. */
export const secretQuestions: QuestionRow[] = [
  {
    id: 'database',
    path: ['database'],
    group,
    kind: 'text',
    message: 'Secret that holds the database URL',
    valid: 'a name such as DATABASE_URL, or none',
    isMain: true,
    isOptional: true,
    check: checkVariableName,
    fallback: () => defaults.databaseSecret,
    write: (value) => (value === '' ? null : { secret: value }),
    read: ({ database }) => database?.secret ?? '',
  },
  {
    id: 'secrets.from',
    path: [],
    group,
    kind: 'select',
    message: 'Where do secret values come from?',
    valid: 'env-file, env or cluster',
    isMain: true,
    choices: sources,
    fallback: () => 'env-file',
    read: (config) => usualSource(config)?.from,
  },
  {
    id: 'secrets.file',
    path: [],
    group,
    kind: 'text',
    message: 'File with secret values',
    valid: 'a path inside the project that git ignores',
    isMain: true,
    check: checkFolder,
    when: (get) => get('secrets.from') === 'env-file',
    fallback: () => '.env',
    read: (config) => usualSource(config)?.file,
  },
  {
    id: 'secrets.sources',
    path: [],
    group,
    kind: 'names',
    message: 'Secrets with a source of their own',
    valid:
      'NAME=env, NAME=env:VARIABLE, NAME=env-file:PATH, NAME=cluster, NAME=database:FORM or NAME=neon:PROJECT[:BRANCH]',
    isOptional: true,
    check: checkSource,
    fallback: () => [],
    read: (config) => exceptions(config),
  },
]

/** `NAME=env:VARIABLE` in its parts. */
export function readSource(entry: string): {
  name: string
  source: Partial<SecretConfig> & Pick<SecretConfig, 'from'>
} {
  const [, name = '', from = '', rest] = /^([^=]+)=([a-z-]+)(?::(.+))?$/.exec(entry) ?? []
  const where =
    from === 'env-file'
      ? { file: rest ?? '.env' }
      : from === 'neon'
        ? readNeonPlace(rest)
        : rest
          ? { key: rest }
          : {}
  return { name, source: { from: from as SecretConfig['from'], ...where } }
}

const readNeonPlace = (rest = ''): Partial<SecretConfig> => {
  const [project, ...branch] = rest.split(':')
  return { project, ...(branch.length > 0 ? { branch: branch.join(':') } : {}) }
}

function checkSource(entry: string): Fault | undefined {
  if (/^[\w.-]+=(env|env-file|cluster|database)(:.+)?$|^[\w.-]+=neon:[^:]+(:.+)?$/.test(entry))
    return undefined
  return {
    message: `\`${entry}\` names no source`,
    hint: 'For example `JWT_SECRET=env` or `JWT_SECRET=env-file:.env.auth`.',
  }
}

/** What the question above it offers; the others are named one by one. */
const usualSource = ({ secrets, database }: Config): SecretConfig | undefined =>
  [secrets[database?.secret ?? ''], ...Object.values(secrets)].find(
    (it) => it && sources.some(({ value }) => value === it.from),
  )

function exceptions(config: Config): string[] {
  const usual = usualSource(config)
  return Object.entries(config.secrets)
    .filter(([name, it]) => it.from !== usual?.from || it.file !== usual?.file || it.key !== name)
    .map(([name, { from, key, file, project, branch }]) => {
      const neon = `:${project}${branch === undefined ? '' : `:${branch}`}`
      const rest = from === 'env-file' ? `:${file}` : from === 'neon' ? neon : key === name ? '' : `:${key}`
      return `${name}=${from}${rest}`
    })
}
