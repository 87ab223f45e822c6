import { type Command, Option } from 'commander'
import { notEmpty } from './not-empty.ts'

export type ClusterFlags = {
  context?: string
  allowContext?: string
  kubeconfig?: string
  namespace?: string
  env?: string
  sandbox?: boolean
}

/** Flags of every command that talks to a cluster. */
export function addClusterOptions(command: Command): Command {
  return command
    .option('--context <name>', 'kubeconfig context (default: the current one, when it is local)', notEmpty)
    .option(
      '--allow-context <name>',
      'allow this context although it is not local, without being asked',
      notEmpty,
    )
    .option('--kubeconfig <file>', 'kubeconfig file (default: $KUBECONFIG or ~/.kube/config)', notEmpty)
    .option('-n, --namespace <name>', 'namespace (default: from k8sdeploy.yaml)', notEmpty)
    .option('--env <name>', 'environment from k8sdeploy.yaml: its context, namespace and values', notEmpty)
    .addOption(
      new Option('--sandbox', 'use the embedded cluster on this machine').conflicts([
        'context',
        'kubeconfig',
      ]),
    )
}
