import { alternate } from './alternate.js'
import { cli, node, withoutExtraAuthorities } from './paths.js'

const names = ['--version', '--help', 'status --help']

/** What the CLI adds to starting Node itself. */
export async function startUp({ rounds }) {
  const options = withoutExtraAuthorities()
  const bare = [node, ['-e', '0'], options]
  const ours = names.map((words) => [node, [cli, ...words.split(' ')], options])
  const [base, ...times] = await alternate([bare, ...ours], rounds)
  return names.map((name, index) => ({
    name: `k8sdeploy ${name}`,
    value: times[index],
    unit: 'ms',
    against: 'node -e 0',
    base,
  }))
}
