import type { VerdictClass } from '../../report.ts'

export type PullCause = {
  class: VerdictClass
  pattern: RegExp
  isPermanent: boolean
  why: string
  hint: string
}

// In this order: "too many requests" and host errors often carry the words of the others.
const causes: PullCause[] = [
  {
    class: 'image-not-found',
    pattern: /k8sdeploy\.local\b.*(no such host|server misbehaving|i\/o timeout)/i,
    isPermanent: true,
    why: 'k8sdeploy.local is no registry: such an image is put on the nodes, and this one is not there (any more)',
    hint: 'build it and put it on the nodes again: k8sdeploy up',
  },
  {
    class: 'image-unreachable',
    pattern:
      /toomanyrequests|\b429\b|QPS exceeded|no such host|connection refused|timeout|timed out|deadline exceeded|\b50[0234]\b|\bEOF\b|network is unreachable|connection reset|unexpected media type/i,
    isPermanent: false,
    why: 'the registry may answer again: this alone never fails a rollout before its deadline',
    hint: 'check that the nodes reach the registry, then: k8sdeploy up',
  },
  {
    class: 'image-platform',
    pattern: /no match for platform|no matching manifest|does not match the specified platform/i,
    isPermanent: true,
    why: 'the image exists, but holds nothing for this node’s platform; pulling again gives the same',
    hint: 'set images.platform in k8sdeploy.yaml to the nodes’ platform, then: k8sdeploy up',
  },
  {
    class: 'image-unreachable',
    pattern: /x509|certificate|gave HTTP response to HTTPS client|does not look like a TLS handshake/i,
    isPermanent: true,
    why: 'the nodes do not trust the registry’s TLS, or it has none; that is configuration',
    hint: 'let the nodes trust the registry’s CA (or take it without TLS), or use another registry, then: k8sdeploy up',
  },
  {
    class: 'image-denied',
    pattern: /repository does not exist/i,
    isPermanent: true,
    why: 'the registry answered: it has no such repository, or shows it to nobody who has not logged in',
    hint: 'check the name of the image; if it is private, log in to the registry and give the namespace a pull secret, then: k8sdeploy up',
  },
  {
    class: 'image-denied',
    pattern: /denied|unauthorized|authorization failed|no basic auth|\b40[13]\b|authentication required/i,
    isPermanent: true,
    why: 'the registry answered, and refused; asking again with the same credentials gives the same',
    hint: 'log in to the registry and give the namespace a pull secret, then: k8sdeploy up',
  },
  {
    class: 'image-not-found',
    pattern: /not found|manifest unknown|does not exist|name unknown/i,
    isPermanent: true,
    why: 'the registry answered that it has no such image',
    hint: 'build and deliver it again: k8sdeploy up',
  },
]

/** Nobody knows these words: then they are no reason to give up. */
export const unknownCause: PullCause = {
  class: 'image-unreachable',
  pattern: /./,
  isPermanent: false,
  why: 'an error that is not known to last; the kubelet tries again until the deadline',
  hint: 'read the whole message with: kubectl describe pod, then: k8sdeploy up',
}

/** A name such as `shop/timeout:429` must not be mistaken for an answer, nor where it stands in an address. */
export const withoutName = (message: string, image: string): string => {
  const name = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
  return message
    .replaceAll(image, 'IMAGE')
    .replaceAll(name, 'IMAGE')
    .replace(/IMAGE[:@][\w.:-]+/g, 'IMAGE')
    .replace(/\[manifests [^\]]*\]/g, '')
    .replace(/(https?:\/\/[^\s"/]+)\/[^\s"]*?(?=:?["\s]|$)/g, '$1')
}

/** Why the registry, or the way to it, did not give the image; undefined where nobody knows the words. */
export const pullCauseOf = (message: string, image: string): PullCause | undefined =>
  causes.find((one) => one.pattern.test(withoutName(message, image)))
