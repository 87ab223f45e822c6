export type LogSpeaker = { component: string; pod: string; container: string; isAlone: boolean }
type Tint = (text: string) => string

/** The part of a pod's name that no other pod of its component has. */
export const shortPod = (pod: string): string => pod.slice(pod.lastIndexOf('-') + 1)

export const nameSpeaker = ({ component, pod, container, isAlone }: LogSpeaker): string =>
  `${component} ${shortPod(pod)}${isAlone ? '' : `/${container}`}`

/** Who speaks, in the same colour for as long as a pod lives; `width` keeps the lines of several in one column. */
export function viewSpeaker(speaker: LogSpeaker, tints: readonly Tint[], width: number): string {
  const head = `${nameSpeaker(speaker).padEnd(width)} │`
  const tint = tints[hashOf(speaker.pod) % tints.length]
  return tint ? tint(head) : head
}

function hashOf(text: string): number {
  let hash = 0
  for (const char of text) hash = (hash * 31 + char.charCodeAt(0)) >>> 0
  return hash
}
