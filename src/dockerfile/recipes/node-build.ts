import { argumentsAsVariables, copyInPlace } from '../lines.ts'
import { asideName, nextConfigFile, wrappedName } from '../next-config.ts'
import type { NodeStack } from '../stack.ts'
import { installAll, runBuild, setUpManager } from './node-packages.ts'

/** The stage that installs and builds. The manifests come first: a changed source reuses the installed packages. */
export const nodeBuild = (stack: NodeStack): string[] => [
  ...nodePackages(stack, 'build'),
  ...buildSources(stack),
]

/** A stage with all packages and no source. */
export const nodePackages = (stack: NodeStack, name: string): string[] => [
  `FROM node:${stack.version}-slim AS ${name}`,
  ...openssl(stack),
  ...setUpManager(stack),
  'WORKDIR /app',
  'ENV NEXT_TELEMETRY_DISABLED=1',
  ...copyInPlace([...stack.manifests, ...(stack.lock ? [stack.lock] : [])]),
  installAll(stack),
]

export const buildSources = (stack: NodeStack): string[] => [
  ...argumentsAsVariables(stack.buildArgs.filter((name) => !stack.next?.backendArgs.includes(name))),
  ...backendArguments(stack),
  ...(stack.skipsChecks ? [`ENV ${stack.skipsChecks}=1`] : []),
  'COPY . .',
  ...wrapSettings(stack),
  ...(stack.usesPrisma
    ? [`RUN ${inFolder({ dir: stack.prismaDir ?? stack.dir }, 'npx --no-install prisma generate')}`]
    : []),
  ...runBuild(stack),
  ...(isNextServer(stack) ? [`RUN ${inFolder(stack, 'rm -rf .next/cache')}`] : []),
]

/** Its folder is shipped as it is, and what it keeps for the next build can be larger than all the rest. */
const isNextServer = ({ serve }: NodeStack) => serve.kind === 'process' && serve.command[0] === 'next'

const backendArguments = ({ next }: NodeStack): string[] =>
  (next?.backendArgs ?? []).flatMap((name) => [`ARG ${name}=${next!.backendUrl}`, `ENV ${name}=$${name}`])

function wrapSettings(stack: NodeStack): string[] {
  const { next } = stack
  if (!next || next.rules.length === 0) return []
  const aside = next.own ? `mv ${next.own} ${asideName(next.own)} && ` : ''
  return [`RUN ${inFolder(stack, `${aside}mv ${nextConfigFile(next.own)} ${wrappedName(next.own)}`)}`]
}

const inFolder = ({ dir }: Pick<NodeStack, 'dir'>, command: string) =>
  dir === '.' ? command : `cd ${dir} && ${command}`

/** Prisma's engine looks for OpenSSL, which slim images lack. */
export const openssl = ({ usesPrisma }: NodeStack): string[] =>
  usesPrisma
    ? [
        'RUN apt-get update && apt-get install -y --no-install-recommends openssl ca-certificates && rm -rf /var/lib/apt/lists/*',
      ]
    : []
