import { type Check, problem } from '../problem.ts'
import { findLast } from '../read-dockerfile.ts'

/** Kubernetes refuses to run what it can't tell from root: it reads the number, not the name. */
export const runsAsRoot: Check = (file) => {
  const user = findLast(file, 'USER')
  const name = user?.rest.split(':')[0]
  if (name && /^[1-9]\d*$/.test(name)) return []
  const isNamed = name !== undefined && name !== 'root' && name !== '0'
  const message = isNamed ? `USER ${name} is a name; Kubernetes needs a number` : 'the image runs as root'
  const place = user ?? file.stages.at(-1)?.[0] ?? { line: 1 }
  return [problem('image-user', place, message, 'add `USER 10001` (any number but 0) to the last stage')]
}
