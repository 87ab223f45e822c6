import { alternate } from './alternate.js'

/** An `up` that finds everything as it should be, against helm writing a revision that changes nothing. */
export async function nothingToDo({ rounds, todo }) {
  const where = ['--kubeconfig', todo.kubeconfig, '--namespace', todo.name]
  const helm = [todo.helm, ['upgrade', todo.name, todo.chart, '--reuse-values', ...where], todo.options]
  const up = todo.k8sdeploy(['up'])
  // Not in turn: each helm upgrade leaves a revision that the next `up` would have to look at.
  const [value] = await alternate([up], rounds)
  const [base] = await alternate([helm], rounds)
  return [
    {
      name: `k8sdeploy up, nothing to do (${todo.cluster})`,
      value,
      unit: 'ms',
      against: 'helm upgrade',
      base,
    },
  ]
}
