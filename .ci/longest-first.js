// A vitest sequencer: what takes minutes begins first, so that nothing long is left alone at the end.
import { BaseSequencer } from 'vitest/node'

const longest = ['cluster/projects', 'cluster/rollback', 'cluster/recovery', 'cluster/faults']

const rankOf = ({ moduleId }) => {
  const rank = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
  return rank < 0 ? longest.length : rank
}

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => rankOf(a) - rankOf(b))
  }
}
