import { checkConfig } from './check-config.ts'
import { completeConfig } from './complete-config.ts'
import type { Config } from './config.ts'
import { dependsOn } from './depends-on.ts'
import { knownKeys } from './known-keys.ts'
import { type Issue, type Path, type Problem, pathText, tellable } from './problem.ts'
import { readYaml } from './read-yaml.ts'
import { configSchema } from './schema.ts'
import { readSchemaIssues, valueAt } from './schema-issues.ts'
import type { Positions } from './yaml-positions.ts'

/** The text of `k8sdeploy.yaml` → a complete Config, or everything that is wrong with it, in the order of the file. */
export function readConfig(text: string, file: string): { config: Config } | { problems: Problem[] } {
  const yaml = readYaml(text)
  if ('faults' in yaml) return { problems: yaml.faults.map((fault) => ({ file, path: '', ...fault })) }
  const parsed = configSchema.safeParse(yaml.value)
  if (!parsed.success) {
    const issues = readSchemaIssues(parsed.error.issues, yaml.value, knownKeys)
    const further = checkRest(yaml.value, issues)
    return { problems: place([...issues, ...further], yaml.positions, file) }
  }
  const config = completeConfig(parsed.data)
  const issues = checkConfig(config)
  return issues.length === 0 ? { config } : { problems: place(issues, yaml.positions, file) }
}

/** Answers that the schema refused are taken out, so that one typo does not hide what else is wrong. */
function checkRest(value: Record<string, unknown>, issues: Issue[]): Issue[] {
  const rest = structuredClone(value)
  let refused: Path[] = issues.map(({ path }) => path)
  for (let round = 0; round < 4; round++) {
    for (const path of refused) removeAt(rest, path)
    const parsed = configSchema.safeParse(withRequired(rest))
    if (parsed.success) return checkConfig(completeConfig(parsed.data)).filter(isNewIn(issues))
    refused = readSchemaIssues(parsed.error.issues, rest, knownKeys).map(({ path }) => path)
  }
  return []
}

const isNewIn = (issues: Issue[]) => {
  const told = new Set(issues.map(({ path }) => pathText(path)))
  return ({ path }: Issue): boolean =>
    !told.has(pathText(path)) && !issues.some((refused) => dependsOn(path, refused.path))
}

/** What is missing, or stands in a list, takes along what holds it. */
function removeAt(value: Record<string, unknown>, path: Path): void {
  if (path.length === 0) return
  const holder = valueAt(value, path.slice(0, -1))
  if (isRecord(holder) && Object.hasOwn(holder, path.at(-1)!)) delete holder[path.at(-1)!]
  else if (holder !== undefined) removeAt(value, path.slice(0, -1))
}

const isRecord = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withRequired(value: Record<string, unknown>): Record<string, unknown> {
  const component = (input: unknown, port: number) =>
    typeof input === 'object' && input !== null ? { port, ...input } : { port }
  return {
    name: 'app',
    ...value,
    frontend: component(value['frontend'], 8080),
    backend: component(value['backend'], 8000),
  }
}

function place(issues: Issue[], positions: Positions, file: string): Problem[] {
  return issues
    .map(({ path, at, message, hint }) => ({
      file,
      path: tellable(pathText(path)),
      ...positions[at](path),
      message: tellable(message),
      hint: tellable(hint),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
}
