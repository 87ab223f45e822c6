import { alternate } from './alternate.js'
import { node, withoutExtraAuthorities } from './paths.js'

/** What status reads, helm's own records and the answer of the URL aside. */
const kinds = 'deploy,rs,pods,svc,endpointslices,cm,secrets,events,jobs'

/** The truth about eight entities, against a list of the same objects: whole, as status needs them, or a row for each. */
export async function status({ rounds, todo }) {
  const options = withoutExtraAuthorities(todo.options)
  const place = ['--kubeconfig', todo.kubeconfig, '-n', todo.name]
  const others = {
    'kubectl get -o json of the same 9 kinds': ['kubectl', [...place, 'get', kinds, '-o', 'json'], options],
    'kubectl get of the same 9 kinds': ['kubectl', [...place, 'get', kinds], options],
    'kubectl get deploy': ['kubectl', [...place, 'get', 'deploy'], options],
    'node -e 0': [node, ['-e', '0'], options],
  }
  const [file, args] = todo.k8sdeploy(['status'])
  const [value, ...bases] = await alternate([[file, args, options], ...Object.values(others)], rounds)
  const name = `k8sdeploy status (${todo.cluster})`
  return Object.keys(others).map((against, index) => ({
    name,
    value,
    unit: 'ms',
    against,
    base: bases[index],
  }))
}
