import { type Dockerfile, startOf } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import { type Folder, type ProjectFiles, within } from './project-files.ts'
import { readPackage } from './stacks/read-package.ts'

/** Without flags: a workspace's script is another package's. Yarn and bun run programs too. */
const runs = /\bp?npm run ([a-z][\w:-]*)(?![\w:./$-])(?!\s+--)/g
const mayFail = /--if-present|\|\|/

/** An instruction's words, whether it is written in the exec form or for a shell. */
const plain = (rest: string): string => rest.replace(/["'[\],]+/g, ' ').replace(/ +/g, ' ')

/** Scripts that an image runs, and that no manifest of the project has: it can't be built, or does not start. */
export function findMissingScripts(file: Dockerfile, { texts }: ProjectFiles): Note[] {
  const manifests = [...texts].filter(([path]) => /(^|\/)package\.json$/.test(path))
  const known = new Set(manifests.flatMap(([, text]) => Object.keys(readPackage(text).scripts)))
  if (manifests.length === 0) return []
  return file.stages.flat().flatMap(({ name, rest, line }) =>
    !/^(RUN|CMD|ENTRYPOINT)$/.test(name) || mayFail.test(rest)
      ? []
      : [...plain(rest).matchAll(runs)]
          .map(([, script]) => script!)
          .filter((script) => !known.has(script))
          .map((script) => ({
            id: 'missing-script',
            severity: 'warn' as const,
            message: `the image runs \`${script}\`, a script that no package.json has`,
            source: `${file.path}:${line} ${name}`,
            advice:
              'add the script, or change the line: as it is, the image can’t be built or does not start',
          })),
  )
}

const startsScript = /\b(?:npm|pnpm|yarn|bun) (?:run )?([a-z][\w:-]*)/

/** Node ends at once where the file is not there. */
export function neededEnvFile(file: Dockerfile, { dir, texts }: Folder): Note[] {
  const command = startOf(file)
  const words = plain(command?.rest ?? '')
  const { scripts } = readPackage(texts.get(within(dir, 'package.json')) ?? '')
  const started = scripts[startsScript.exec(words)?.[1] ?? ''] ?? words
  const path = /(?:^|[\s/])(?:node|tsx)\b[^&|;]*?\s--env-file[= ]([^\s"']+)/.exec(started)?.[1]
  const isCopied = file.stages.flat().some(({ name, rest }) => name === 'COPY' && /\.env\b/.test(rest))
  if (!command || !path || isCopied) return []
  return [
    {
      id: 'needs-env-file',
      severity: 'warn',
      message: `the image starts Node with ${path}, a file that it does not hold: Node stops without it`,
      source: `${file.path}:${command.line} ${command.name}`,
      advice: 'start it without --env-file, or with --env-file-if-exists: the pod is given its variables',
    },
  ]
}
