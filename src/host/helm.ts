import { yamlJson } from '../config/yaml-json.ts'
import { DeployError } from '../errors.ts'
import type { Context, Helm, HelmVersion } from '../ports.ts'
import {
  lintArgs,
  rollbackArgs,
  templateArgs,
  uninstallArgs,
  upgradeArgs,
  versionArgs,
} from './helm-commands.ts'
import { loginKeys } from './login-keys.ts'
import { helmError, readLint, readUpgrade } from './read-helm.ts'
import { type Run, runTool, stopped } from './run-tool.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The helm of this machine: `K8SDEPLOY_HELM`, else the one in PATH. */
export function createHelm(env: Env): Helm {
  const file = env.K8SDEPLOY_HELM || 'helm'
  const run = (options: Run) => runTool({ file, env }, options)
  /** With what its login program reads its keys from, where it talks to a cluster. */
  const runOn = (context: Context, options: Run) =>
    run({ ...options, extraEnv: loginKeys(env, context.loginProgram) })
  const stdin = (values: object) => yamlJson(values)
  /** helm dies of any signal here, with the release half-way: it is left to finish. */
  const finish = async (
    args: string[],
    { context, signal }: { context: Context; signal?: AbortSignal | undefined },
    what: string,
    place: { release: string; namespace: string },
  ) => {
    if (signal?.aborted) throw stopped(signal, `helm ${args[0]}`)
    const { exitCode, stderr } = await runOn(context, { args, ending: 'untold' })
    if (exitCode !== 0) throw helmError(what, stderr, place)
  }

  return {
    version: (signal) => fetchVersion(file, run, signal),

    async lint(chart, values, signal) {
      const { exitCode, stdout, stderr } = await run({
        args: lintArgs(chart),
        input: stdin(values),
        signal,
        timeoutMs: renderLimitMs,
      })
      if (exitCode === 0) return []
      const problems = readLint(stdout)
      return problems.length > 0
        ? problems
        : [(stderr || stdout).trim() || `helm lint ended with exit code ${exitCode}`]
    },

    async template({ chart, release, namespace, values, kubeVersion, signal }) {
      const { exitCode, stdout, stderr } = await run({
        args: templateArgs(chart, { release, namespace }, kubeVersion),
        input: stdin(values),
        signal,
        timeoutMs: renderLimitMs,
      })
      if (exitCode === 0) return stdout
      const said = stderr.trim() || stdout.trim()
      if (said === '') throw silent(file, exitCode, chart)
      throw new DeployError('LINT_FAILED', `the chart does not render: ${firstLine(said)}`, {
        hint: 'the message names the template and the line',
        evidence: said.split('\n'),
        next: [`helm lint --strict ${chart}`],
      })
    },

    async upgrade({ chart, release, namespace, values, context, signal, ...how }) {
      if (signal?.aborted) throw stopped(signal, 'helm upgrade')
      const args = upgradeArgs(chart, { release, namespace }, pinOf(context), how)
      const { exitCode, stdout, stderr } = await runOn(context, {
        args,
        input: stdin(values),
        signal,
        ending: 'patient',
      })
      if (exitCode !== 0) throw helmError(`release ${release}`, stderr, { release, namespace })
      return readUpgrade(stdout)
    },

    async uninstall({ release, namespace, context, signal }) {
      const args = uninstallArgs({ release, namespace }, pinOf(context))
      await finish(args, { context, signal }, `remove the release ${release}`, { release, namespace })
    },

    async rollback({ release, namespace, context, signal, ...how }) {
      const args = rollbackArgs({ release, namespace }, pinOf(context), how)
      await finish(args, { context, signal }, `roll ${release} back to revision ${how.revision}`, {
        release,
        namespace,
      })
    },
  }
}

const silent = (file: string, exitCode: number, chart: string) =>
  new DeployError(
    'LINT_FAILED',
    `the chart does not render: ${file} ended with exit code ${exitCode} without a word`,
    {
      hint: 'is it helm, and was it ended by somebody else, or for lack of memory?',
      next: [`helm lint --strict ${chart}`],
    },
  )

/** A chart renders in a fraction of a second; a helm that is still silent then never speaks. */
const renderLimitMs = 20_000

const pinOf = ({ kubeconfig, name }: { kubeconfig: string; name: string }) => ({ kubeconfig, context: name })
const firstLine = (text: string) => text.replace(/^Error: /, '').split('\n')[0] ?? ''

async function fetchVersion(
  file: string,
  run: (options: Run) => ReturnType<typeof runTool>,
  signal?: AbortSignal,
): Promise<HelmVersion> {
  const { exitCode, stdout, stderr } = await run({ args: versionArgs(), signal, timeoutMs: 20_000 })
  const version = /^v?(\d+)\.\d+(\.\d+)?\S*/.exec(stdout.trim())
  if (exitCode !== 0 || !version) {
    throw new DeployError(
      'TOOL_MISSING',
      `${file} does not say which helm it is: ${firstLine(stderr || stdout)}`,
      {
        hint: 'k8sdeploy works with helm 3 and 4; install one: https://helm.sh/docs/intro/install',
        next: [`${file} version`],
      },
    )
  }
  const major = Number(version[1])
  if (major >= 3) return { major, version: version[0].replace(/^v/, ''), path: file }
  throw new DeployError('TOOL_MISSING', `${file} is helm ${version[0]}; k8sdeploy works with helm 3 and 4`, {
    hint: 'install a current helm: https://helm.sh/docs/intro/install',
    next: [`${file} version`],
  })
}
