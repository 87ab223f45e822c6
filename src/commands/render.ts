import { type Command, InvalidArgumentError } from 'commander'
import { notEmpty } from './not-empty.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type RenderFlags = { namespace?: string; env?: string; kubeVersion?: string }

export function registerRender(program: Command, run: RunCommand): void {
  const command = program
    .command('render')
    .description(
      'print the plain YAML that up would release, for GitOps; needs no cluster, has no secret values',
    )
    .option('-n, --namespace <name>', 'namespace (default: from k8sdeploy.yaml)', notEmpty)
    .option('--env <name>', 'environment of k8sdeploy.yaml: its namespace and values', notEmpty)
    .option('--kube-version <version>', 'Kubernetes version to render for (default: 1.34.0)', kubeVersion)
  command.action(async () => {
    await run(async (world) => {
      const { render } = await import('../workflows/render.ts')
      return render(command.optsWithGlobals<RenderFlags & GlobalOptions>(), world)
    })
  })
}

function kubeVersion(text: string): string {
  if (/^v?\d+\.\d+(\.\d+)?([-+][\w.+-]*)?$/.test(text)) return text
  throw new InvalidArgumentError('give it like 1.34.0')
}
