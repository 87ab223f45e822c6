import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import type { ProjectFiles } from './project-files.ts'
import { readPackage } from './stacks/read-package.ts'

/** Without flags: a workspace's script is another package's. */
const runs = /\b(?:npm|pnpm|yarn|bun) run ([a-z][\w:-]*)(?![\w./-])(?!\s+--)/g
const mayFail = /--if-present|\|\|/

/** Scripts that an image runs, and that no manifest of the project has: it can't be built, or does not start. */
export function findMissingScripts(file: Dockerfile, { texts }: ProjectFiles): Note[] {
  const manifests = [...texts].filter(([path]) => /(^|\/)package\.json$/.test(path))
  const known = new Set(manifests.flatMap(([, text]) => Object.keys(readPackage(text).scripts)))
  if (manifests.length === 0) return []
  return file.stages.flat().flatMap(({ name, rest, line }) =>
    !/^(RUN|CMD|ENTRYPOINT)$/.test(name) || mayFail.test(rest)
      ? []
      : [
          ...rest
            .replace(/["'[\],]+/g, ' ')
            .replace(/ +/g, ' ')
            .matchAll(runs),
        ]
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
