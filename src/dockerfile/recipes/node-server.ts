import { below, exec, user } from '../lines.ts'
import type { NodeServe, NodeStack } from '../stack.ts'
import { buildSources, nodeBuild, nodePackages, openssl } from './node-build.ts'
import { canBePruned, prune, setUpManager } from './node-packages.ts'

type Server = Extract<NodeServe, { kind: 'process' }>

/** A server that runs on Node, from a folder or a workspace. */
export const nodeServer = (stack: NodeStack, serve: Server): string[] => [
  ...(serve.output || !canBePruned(stack) ? nodeBuild(stack) : apart(stack)),
  '',
  `FROM node:${stack.version}-slim`,
  ...openssl(stack),
  ...(stack.needsManager ? setUpManager(stack) : []),
  ...environment(stack),
  `WORKDIR ${workdir(stack)}`,
  ...copyServer(stack, serve),
  user,
  `EXPOSE ${stack.port}`,
  exec('CMD', serve.command),
]

/** Packages in a layer of their own: a changed source neither prunes nor ships them again. */
const apart = (stack: NodeStack): string[] => [
  ...nodePackages(stack, 'packages'),
  ...(stack.build ? ['', 'FROM packages AS pruned'] : []),
  `RUN ${prune(stack)} && mkdir -p node_modules`,
  ...(stack.build ? ['', 'FROM packages AS build', ...buildSources(stack), 'RUN rm -rf node_modules'] : []),
]

function copyServer(stack: NodeStack, { output }: Server): string[] {
  if (output) return [`COPY --from=build ${workdir(stack)}/${output} ./${output}`]
  if (!canBePruned(stack)) return ['COPY --from=build /app /app']
  const [packages, sources] = stack.build ? ['pruned', '--from=build /app ./'] : ['packages', '. .']
  return [`COPY --from=${packages} /app/node_modules ./node_modules`, `COPY ${sources}`]
}

const workdir = ({ dir }: NodeStack) => (dir === '.' ? '/app' : `/app/${dir}`)

/** Binaries of packages are found by name, wherever the manager put them. */
const environment = (stack: NodeStack): string[] => [
  `ENV NODE_ENV=production HOST=0.0.0.0 HOSTNAME=0.0.0.0 PORT=${stack.port}`,
  `ENV PATH=${[...new Set([`${workdir(stack)}/node_modules/.bin`, '/app/node_modules/.bin'])].join(':')}:$PATH`,
]

/** Next.js with `output: 'standalone'` brings only the packages that it uses. */
export const nextStandalone = (stack: NodeStack, hasPublicFolder: boolean): string[] => {
  const { dir, port, version } = stack
  const inApp = (path: string) => `/app/${below(dir, path)}`
  return [
    ...nodeBuild(stack),
    '',
    `FROM node:${version}-slim`,
    ...openssl(stack),
    `ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=${port}`,
    'WORKDIR /app',
    `COPY --from=build ${inApp('.next/standalone')} ./`,
    `COPY --from=build ${inApp('.next/static')} ./${below(dir, '.next/static')}`,
    ...(hasPublicFolder ? [`COPY --from=build ${inApp('public')} ./${below(dir, 'public')}`] : []),
    user,
    `EXPOSE ${port}`,
    exec('CMD', ['node', below(dir, 'server.js')]),
  ]
}
