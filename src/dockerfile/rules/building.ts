import { copySources } from '../copy-sources.ts'
import { type Check, type Problem, problem } from '../problem.ts'
import type { Dockerfile } from '../read-dockerfile.ts'

const runs = (file: Dockerfile) => file.stages.flat().filter(({ name }) => name === 'RUN')

const locks = /^(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/

/** Without the lock, a build next week is another build. */
const ignoresLock: Check = (file, { context }) => {
  const install = runs(file).find(
    ({ rest }) =>
      /\bnpm (install|i)\b(?!\s+(-g|--global))/.test(rest) && !/\bnpm (install|i)\s+[a-z@]/.test(rest),
  )
  if (!install || !context.some((path) => locks.test(path))) return []
  return [
    {
      ...problem(
        'ignores-lock',
        install,
        'npm install may take other versions than the lock file names',
        'copy the lock file and use npm ci',
      ),
      severity: 'info',
    },
  ]
}

const leavesToolsOut = /(--only=prod\w*|--omit=dev|--production\b(?!=false)|--prod\b(?!=false))/

/** The build needs what `--production` leaves out. */
const buildsWithoutTools: Check = (file) =>
  file.stages.flatMap((stage): Problem[] => {
    const install = stage.findIndex(
      ({ name, rest }) => name === 'RUN' && leavesToolsOut.test(rest) && /\b(npm|pnpm|yarn)\b/.test(rest),
    )
    const build = stage.findIndex(
      ({ name, rest }) => name === 'RUN' && /\b(run build|next build|vite build|tsc\b)/.test(rest),
    )
    const again = stage
      .slice(0, build)
      .some(
        ({ name, rest }, index) =>
          name === 'RUN' &&
          index !== install &&
          /\b(npm (ci|install|i)|pnpm i|pnpm install|yarn( install)?)\b/.test(rest) &&
          !leavesToolsOut.test(rest),
      )
    if (install < 0 || build < install || again) return []
    return [
      problem(
        'build-without-tools',
        stage[install]!,
        'the build comes after an install that leaves its tools out',
        'install everything, build, then prune',
      ),
    ]
  })

const standaloneNotConfigured: Check = (file, { framework, isStandalone }) => {
  const copy = file.stages
    .flat()
    .find(({ name, rest }) => name === 'COPY' && rest.includes('.next/standalone'))
  if (!copy || framework !== 'Next.js' || isStandalone !== false) return []
  return [
    problem(
      'standalone-missing',
      copy,
      'it copies .next/standalone, which this Next.js config does not make',
      "add output: 'standalone' to the Next.js config",
    ),
  ]
}

/** A pattern may find nothing, as long as the folder is there that it looks in. */
function isThere(source: string, context: readonly string[]): boolean {
  const place = source.replace(/\/?[^/]*[*?[].*$/, '')
  return ['', '.', ...context].some((path) => path === place || path.startsWith(`${place}/`))
}

const copiesNothing: Check = (file, { context }) =>
  file.stages
    .flat()
    .filter(({ name }) => name === 'COPY')
    .flatMap((copy): Problem[] => {
      const missing = copySources(copy).filter((source) => !isThere(source, context))
      return missing.map((source) =>
        problem(
          'copy-source-missing',
          copy,
          `COPY ${source}: there is no such file in the build context`,
          'check the path, or choose another build context',
        ),
      )
    })

/** Nothing of the project gets in, when the COPY lines are commented out. */
const hasNoSources: Check = (file) => {
  const from = file.last.find(({ name }) => name === 'FROM')
  const copies = file.stages
    .flat()
    .some(({ name, rest }) => /^(COPY|ADD)$/.test(name) || /--mount=type=bind|git clone/.test(rest))
  return from && !copies
    ? [
        problem(
          'copies-nothing',
          from,
          'no COPY brings the app into the image',
          'copy the sources, e.g. COPY . .',
        ),
      ]
    : []
}

export const building: Check[] = [
  ignoresLock,
  buildsWithoutTools,
  standaloneNotConfigured,
  copiesNothing,
  hasNoSources,
]
