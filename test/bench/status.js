import { alternate } from './alternate.js'

/** The truth about eight entities, against one list of one kind. */
export async function status({ rounds, todo }) {
  const kubectl = [
    'kubectl',
    ['--kubeconfig', todo.kubeconfig, '-n', todo.name, 'get', 'deploy'],
    todo.options,
  ]
  const [value, base] = await alternate([todo.k8sdeploy(['status']), kubectl], rounds)
  return [
    { name: `k8sdeploy status (${todo.cluster})`, value, unit: 'ms', against: 'kubectl get deploy', base },
  ]
}
