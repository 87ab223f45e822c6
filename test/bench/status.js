import { alternate } from './alternate.js'
import { node, withoutExtraAuthorities } from './paths.js'

/** The truth about eight entities, against one list of one kind. */
export async function status({ rounds, todo }) {
  const options = withoutExtraAuthorities(todo.options)
  const kubectl = ['kubectl', ['--kubeconfig', todo.kubeconfig, '-n', todo.name, 'get', 'deploy'], options]
  const [file, args] = todo.k8sdeploy(['status'])
  const bare = [node, ['-e', '0'], options]
  const [value, base, least] = await alternate([[file, args, options], kubectl, bare], rounds)
  const name = `k8sdeploy status (${todo.cluster})`
  return [
    { name, value, unit: 'ms', against: 'kubectl get deploy', base },
    { name, value, unit: 'ms', against: 'node -e 0', base: least },
  ]
}
