import type { KubeObject } from '../rollout/kube.ts'
import type { Listing } from './list.ts'
import { isNewer, isOlder } from './resource-version.ts'
import { spareMemory } from './spare-memory.ts'

export type Change = { type: 'seen' | 'gone'; object: KubeObject }

/** What is known of one kind in one namespace, so that a repeated or late answer changes nothing. */
export type ObjectCache = {
  /** Takes in a whole list, or what `isNews` said of it; answers what is new in it. */
  absorb(listing: Listing): Change[]
  isNews(object: KubeObject): boolean
  see(object: KubeObject): Change[]
  lose(object: KubeObject): Change[]
  /** A bookmark or event says how far the watch is. */
  reached(resourceVersion: string | undefined): void
  /** The resourceVersion that a watch goes on from. */
  position(): string
}

/** A namespace of the usual size has fewer. */
const many = 100

export function createObjectCache(): ObjectCache {
  const known = new Map<string, KubeObject>()
  let position = ''

  const isNews = (object: KubeObject): boolean => {
    const before = known.get(nameOf(object))
    return !before || !isSame(before, object) || isNewer(versionOf(object), versionOf(before))
  }

  const see = (object: KubeObject): Change[] => {
    if (!isNews(object)) return []
    const before = known.get(nameOf(object))
    known.set(nameOf(object), traceOf(object))
    if (known.size === many) spareMemory()
    const replaced = before && !isSame(before, object)
    return [...(replaced ? [{ type: 'gone' as const, object: before }] : []), { type: 'seen', object }]
  }

  const lose = (object: KubeObject): Change[] => {
    const before = known.get(nameOf(object))
    if (!before || !isSame(before, object)) return []
    known.delete(nameOf(object))
    return [{ type: 'gone', object }]
  }

  const absorb = (listing: Listing): Change[] => {
    // an answer from before the watch's last news would bring back what is gone
    if (isOlder(listing.resourceVersion, position)) return []
    position = listing.resourceVersion
    const vanished = [...known.values()].filter((object) => !listing.names.has(nameOf(object)))
    return [...vanished.flatMap(lose), ...listing.items.flatMap(see)]
  }

  return {
    absorb,
    isNews,
    see,
    lose,
    reached(version) {
      if (version !== undefined && !isOlder(version, position)) position = version
    },
    position: () => position,
  }
}

/** What is left to say of an object when it has gone: of thousands of them the whole would fill the memory. */
function traceOf({ metadata }: KubeObject): KubeObject {
  const { name, uid, resourceVersion, labels, annotations } = metadata ?? {}
  return { metadata: { name, uid, resourceVersion, labels, annotations } }
}

const nameOf = ({ metadata }: KubeObject) => metadata?.name ?? ''
const versionOf = (object: KubeObject) => object.metadata?.resourceVersion ?? ''
const isSame = (a: KubeObject, b: KubeObject) => a.metadata?.uid === b.metadata?.uid
