import type { Config } from './config.ts'
import type { Issue } from './problem.ts'

export function checkImages({ images }: Config): Issue[] {
  if (images.delivery === 'registry' && images.registry === undefined) {
    const hint = 'Add `registry: localhost:5000/shop`, or set `delivery: auto`.'
    return [
      { path: ['images', 'registry'], at: 'value', message: 'delivery by registry needs its name', hint },
    ]
  }
  if (images.delivery === 'containerd' && images.socket === undefined) {
    const hint = 'Add `socket: /run/containerd/containerd.sock`.'
    return [
      { path: ['images', 'socket'], at: 'value', message: 'delivery by containerd needs its socket', hint },
    ]
  }
  return []
}
