import type { NodeManager, NodeStack } from '../stack.ts'

type Row = {
  /** How to have the manager in an image that has npm only. */
  setUp?: (version: string | undefined) => string
  install: (hasLock: boolean) => string
  run: (script: string, workspace: string | undefined) => string
  /** Leaves only what the app needs when it runs. */
  prune: string
}

const installed = (name: string, usual: string) => (version: string | undefined) =>
  `npm install --global --force ${name}@${version ?? usual}`

/**
 * No cache mounts: these lines work with every builder, the classic one included. Only pnpm, which asks a terminal
 * otherwise, is told that there is none: for the build, CI could make errors of warnings that nobody had to mend before.
 */
const rows: Record<NodeManager, Row> = {
  npm: {
    install: (hasLock) => (hasLock ? 'npm ci --no-audit --no-fund' : 'npm install --no-audit --no-fund'),
    run: (script, workspace) => `npm run ${script}${workspace ? ` --workspace ${workspace}` : ''}`,
    prune: 'npm prune --omit=dev --no-audit --no-fund',
  },
  pnpm: {
    setUp: installed('pnpm', '10'),
    install: (hasLock) => `CI=true pnpm install ${hasLock ? '--frozen-lockfile' : '--no-frozen-lockfile'}`,
    run: (script, workspace) =>
      workspace ? `pnpm --filter "${workspace}..." run ${script}` : `pnpm run ${script}`,
    prune: 'CI=true pnpm prune --prod --ignore-scripts',
  },
  yarn: {
    setUp: installed('yarn', '1.22.22'),
    install: (hasLock) => `yarn install ${hasLock ? '--frozen-lockfile' : '--no-lockfile'} --non-interactive`,
    run: (script, workspace) => `yarn ${workspace ? `workspace ${workspace} ` : ''}run ${script}`,
    prune: 'yarn install --production --ignore-scripts --prefer-offline --non-interactive',
  },
  'yarn-berry': {
    setUp: installed('@yarnpkg/cli-dist', '4'),
    install: (hasLock) => (hasLock ? 'yarn install --immutable' : 'yarn install --no-immutable'),
    run: (script, workspace) => `yarn ${workspace ? `workspace ${workspace} ` : ''}run ${script}`,
    prune: 'yarn workspaces focus --all --production',
  },
  bun: {
    setUp: installed('bun', '1'),
    install: (hasLock) => `bun install${hasLock ? ' --frozen-lockfile' : ''}`,
    run: (script, workspace) => (workspace ? `bun run --filter ${workspace} ${script}` : `bun run ${script}`),
    prune: 'rm -rf node_modules && bun install --production',
  },
}

export const setUpManager = ({ manager, managerVersion, needsBun }: NodeStack): string[] => [
  ...setUp(manager, managerVersion),
  ...(needsBun && manager !== 'bun' ? setUp('bun', undefined) : []),
]

const setUp = (manager: NodeManager, version: string | undefined): string[] => {
  const command = rows[manager].setUp?.(version)
  return command ? [`RUN ${command}`] : []
}

export const installAll = ({ manager, lock }: NodeStack): string =>
  `RUN ${rows[manager].install(lock !== undefined)}`

export const runBuild = ({ manager, build, workspace, usesTurbo, dir }: NodeStack): string[] => {
  if (!build) return []
  if (workspace && usesTurbo) return [`RUN npx --no-install turbo run ${build} --filter=${workspace}`]
  if (workspace || dir === '.') return [`RUN ${rows[manager].run(build, workspace)}`]
  return [`RUN cd ${dir} && ${rows[manager].run(build, undefined)}`]
}

/** Hoisted and linked workspaces can't be pruned safely by all managers, nor what a build step adds to the packages. */
export const canBePruned = ({ workspace, needsDevDependencies, usesPrisma }: NodeStack): boolean =>
  !workspace && !needsDevDependencies && !usesPrisma

export const prune = ({ manager }: NodeStack): string => rows[manager].prune
