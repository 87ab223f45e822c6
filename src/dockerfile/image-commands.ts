import { type Dockerfile, findLast, readCommand } from './read-dockerfile.ts'

export type ImageCommand<T> = { value: T; line: number; name: string }

/** What the container runs: ENTRYPOINT with CMD behind it; a shell's line as it is. */
export function startOf(file: Dockerfile): ImageCommand<string[]> | undefined {
  const [entry, command] = ['ENTRYPOINT', 'CMD'].map((name) => findLast(file, name))
  const first = entry ?? command
  if (!first) return undefined
  const isShell = entry !== undefined && !entry.rest.startsWith('[')
  const words = [entry, isShell ? undefined : command].flatMap((one) => (one ? wordsOf(one.rest) : []))
  return { value: words, line: first.line, name: first.name }
}

const wordsOf = (rest: string) => readCommand(rest) ?? ['sh', '-c', rest]

const builds =
  /\b(?:(?:npm|pnpm|yarn|bun)(?: --\S+(?: \S+)?)*(?: run)? build\b|turbo (?:run )?build\b|nx build\b|(?:next|vite|nuxt|astro|ng) build\b|tsc\b|go build\b|(?:mvnw?|\.\/mvnw)\b.*\bpackage\b|gradlew?\b.*\b(?:bootJar|build|assemble)\b|dotnet publish\b|cargo build\b|assets:precompile\b|collectstatic\b)/

/** The last step that builds the app. */
export function buildOf(file: Dockerfile): ImageCommand<string> | undefined {
  const step = file.stages
    .flat()
    .filter(({ name, rest }) => name === 'RUN' && builds.test(rest))
    .at(-1)
  return step && { value: step.rest.replace(/^(?:--\S+\s+)+/, ''), line: step.line, name: step.name }
}
