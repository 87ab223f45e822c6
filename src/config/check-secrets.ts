import { checkVariableName } from './check-variable.ts'
import type { ComponentConfig, Config, SecretConfig } from './config.ts'
import { databaseForms, isDatabaseForm, namesOfDatabase } from './database-forms.ts'
import { findNearestName } from './nearest-name.ts'
import { checkNeonId, neonKeys } from './neon-branch.ts'
import type { Fault, Issue, Path } from './problem.ts'

export const checkSecrets = (config: Config): Issue[] => [
  ...checkDeclarations(config),
  ...checkBindings(config, config.frontend),
  ...checkBindings(config, config.backend),
  ...checkDatabase(config),
]

function checkDeclarations(config: Config): Issue[] {
  return Object.entries(config.secrets).flatMap(([name, secret]) => {
    const path = ['secrets', name]
    const issues: Issue[] = []
    const badName = checkSecretKey(name)
    if (badName) issues.push({ path, at: 'key', ...badName })
    const badSource = secret.from === 'env' ? checkVariableName(secret.key) : undefined
    if (badSource && !badName) issues.push({ path: [...path, 'key'], at: 'value', ...badSource })
    const badForm = secret.from === 'database' ? checkForm(name, secret.key, config) : undefined
    if (badForm) issues.push({ path: [...path, 'key'], at: 'value', ...badForm })
    issues.push(...checkNeon(name, secret))
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

function checkNeon(name: string, secret: SecretConfig): Issue[] {
  const path = ['secrets', name]
  if (secret.from === 'neon') {
    const fault = secret.project === undefined ? undefined : checkNeonId(secret.project)
    if (fault) return [{ path: [...path, 'project'], at: 'value', ...fault }]
    if (secret.project !== undefined) return []
    const message = 'a database of Neon is announced, but not of which project'
    return [{ path, at: 'key', message, hint: 'Add `project: quiet-sun-12345678`, its ID.' }]
  }
  return neonKeys
    .filter((key) => secret[key] !== undefined)
    .map((key) => ({
      path: [...path, key],
      at: 'value' as const,
      message: `a secret from ${secret.from} has no ${key}`,
      hint: 'Set `from: neon`, or remove it.',
    }))
}

/** Which form or part of which URL. */
function checkForm(name: string, form: string, { database }: Config): Fault | undefined {
  if (!database || database.secret === name) {
    const message = `\`${name}\` is to be made from the database’s URL, and there is no other secret that holds it`
    return { message, hint: 'Name that one under `database: {secret: …}`.' }
  }
  if (isDatabaseForm(form)) return undefined
  const nearest = findNearestName(form, databaseForms)
  const question = nearest ? `; did you mean \`${nearest}\`?` : ''
  return {
    message: `\`${form}\` is no form of a database’s URL${question}`,
    hint: `One of ${databaseForms.join(', ')}.`,
  }
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
  const telling = namesOfDatabase({ database, secrets })
  if (backend.secrets.some(({ name }) => telling.includes(name))) return []
  const message = `the backend does not read \`${database.secret}\``
  return [{ path, at: 'value', message, hint: `Add \`${database.secret}\` to \`backend.secrets\`.` }]
}
