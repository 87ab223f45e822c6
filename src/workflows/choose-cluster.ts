import type { ClusterFlags } from '../commands/cluster-options.ts'
import { checkLabelName, checkNamespace } from '../config/check-name.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, Context, World } from '../ports.ts'

type Needs = Pick<World, 'context' | 'cluster' | 'sandbox' | 'terminal' | 'signal'>

/** Resolves the context once, refuses an unsafe one, and connects. Every child process gets this context pinned. */
export async function chooseCluster(
  flags: ClusterFlags & { demoDatabase?: boolean },
  config: Config,
  world: Needs,
  purpose: 'change' | 'look',
): Promise<Cluster> {
  const namespace = namespaceOf(flags, config)
  if (purpose === 'change') checkPlace(namespace)
  const context = flags.sandbox
    ? await sandboxContext(flags, world, purpose)
    : await world.context(wanted(flags, config))
  if (purpose === 'change') await checkContext(context, flags, config, world)
  return world.cluster(context)
}

/** Looking is free; nothing of ours is put among what Kubernetes runs on. */
function checkPlace(namespace: string): void {
  const fault = checkNamespace(namespace)
  if (fault) throw new DeployError('USAGE', fault.message, { hint: fault.hint })
}

const wanted = (flags: ClusterFlags, config: Config) => ({
  name: flags.context ?? environmentOf(flags, config)?.context,
  kubeconfig: flags.kubeconfig,
})

export function environmentOf(flags: ClusterFlags, config: Config) {
  if (flags.env === undefined) return undefined
  if (Object.hasOwn(config.environments, flags.env)) return config.environments[flags.env]
  const choices = Object.keys(config.environments)
  throw new DeployError('USAGE', `there is no environment "${flags.env}" in k8sdeploy.yaml`, {
    choices,
    hint: choices.length > 0 ? `one of: ${choices.join(', ')}` : 'add it under `environments:`',
  })
}

/** The namespace that a command works in: flag, then environment, then config. */
export function namespaceOf(flags: ClusterFlags, config: Config): string {
  const { namespace } = flags
  if (namespace === undefined) return environmentOf(flags, config)?.namespace ?? config.namespace
  const fault = checkLabelName(namespace)
  if (fault) throw new DeployError('USAGE', `--namespace: ${fault.message}`, { hint: fault.hint })
  return namespace
}

async function sandboxContext(
  flags: ClusterFlags & { demoDatabase?: boolean },
  world: Needs,
  purpose: 'change' | 'look',
) {
  const running = await world.sandbox.status()
  const needsStart =
    purpose === 'change' && (!running.running || (flags.demoDatabase === true && !running.databaseUrl))
  const sandbox = needsStart
    ? await world.sandbox.start({ demoDatabase: flags.demoDatabase === true, signal: world.signal })
    : running
  if (!sandbox.running) {
    throw new DeployError('CLUSTER_UNREACHABLE', 'the sandbox is not running', {
      next: ['k8sdeploy up --sandbox'],
    })
  }
  return world.context({ name: sandbox.context, kubeconfig: sandbox.kubeconfig })
}

async function checkContext(
  context: Context,
  flags: ClusterFlags,
  config: Config,
  world: Needs,
): Promise<void> {
  if (context.isLocal || flags.allowContext === context.name || config.contexts.includes(context.name)) return
  if (flags.context !== context.name || !world.terminal.canAsk) throw unsafe(context)
  const reply = await world.terminal.ask({
    id: 'context',
    flag: '--allow-context',
    env: 'K8SDEPLOY_ALLOW_CONTEXT',
    kind: 'text',
    message: `${context.name} at ${context.server} is not on this machine. Type its name to deploy there`,
    valid: context.name,
    check: (answer) => (answer === context.name ? undefined : `type ${context.name}, or press Ctrl-C`),
  })
  if (!('answer' in reply) || reply.answer !== context.name) throw unsafe(context)
}

const unsafe = (context: Context) =>
  new DeployError(
    'UNSAFE_CONTEXT',
    `the context ${context.name} (${context.server}) is not on this machine`,
    {
      evidence: ['a context counts as local by its server address, not by its name'],
      hint: 'nothing was touched; name it on purpose, or list it under `contexts:` in k8sdeploy.yaml',
      next: [`k8sdeploy up --context ${context.name} --allow-context ${context.name}`],
    },
  )
