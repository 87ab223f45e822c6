import { checkVariableName } from './check-variable.ts'
import type { ComponentConfig, Config } from './config.ts'
import { findNearestName } from './nearest-name.ts'
import type { Fault, Issue, Path } from './problem.ts'

export const checkSecrets = (config: Config): Issue[] => [
  ...checkDeclarations(config),
  ...checkBindings(config, config.frontend),
  ...checkBindings(config, config.backend),
  ...checkDatabase(config),
]

function checkDeclarations({ secrets }: Config): Issue[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const path = ['secrets', name]
    const issues: Issue[] = []
    const badName = checkSecretKey(name)
    if (badName) issues.push({ path, at: 'key', ...badName })
    const badSource = secret.from === 'env' ? checkVariableName(secret.key) : undefined
    if (badSource && !badName) issues.push({ path: [...path, 'key'], at: 'value', ...badSource })
    if (secret.from === 'env-file' && secret.file === undefined) {
      const message = 'an env-file is announced, but not which'
      issues.push({ path, at: 'key', message, hint: 'Add `file: .env.production`.' })
    }
    if (secret.from !== 'env-file' && secret.file !== undefined) {
      const message = `a secret from ${secret.from} has no file`
      issues.push({
        path: [...path, 'file'],
        at: 'value',
        message,
        hint: 'Set `from: env-file`, or remove it.',
      })
    }
    return issues
  })
}

function checkSecretKey(name: string): Fault | undefined {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(name) && !/^\.\.?$/.test(name)) return undefined
  const message = `\`${name}\` can't be a key of a Secret`
  return { message, hint: 'Use letters, digits, `-`, `_` and `.`.' }
}

function checkBindings({ secrets, database }: Config, component: ComponentConfig): Issue[] {
  return component.secrets.flatMap(({ name }, index) => {
    if (Object.hasOwn(secrets, name) || name === database?.secret) return []
    return [undeclared([component.role, 'secrets', index], name, Object.keys(secrets))]
  })
}

function undeclared(path: Path, name: string, declared: string[]): Issue {
  const nearest = findNearestName(name, declared)
  const question = nearest ? `; did you mean \`${nearest}\`?` : ''
  const message = `the secret \`${name}\` is not declared${question}`
  return { path, at: 'value', message, hint: `Add \`${name}:\` under \`secrets:\`.` }
}

function checkDatabase({ database, secrets, backend }: Config): Issue[] {
  if (!database) return []
  const path = ['database', 'secret']
  if (!Object.hasOwn(secrets, database.secret))
    return [undeclared(path, database.secret, Object.keys(secrets))]
  if (backend.secrets.some(({ name }) => name === database.secret)) return []
  const message = `the backend does not read \`${database.secret}\``
  return [{ path, at: 'value', message, hint: `Add \`${database.secret}\` to \`backend.secrets\`.` }]
}
