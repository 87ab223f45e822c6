import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completeCommands, type Place } from '../../src/views/complete-commands.ts'

const here: Place = { namespace: 'shop' }
const there: Place = { namespace: 'shop', isNamed: true, context: 'far away', kubeconfig: '/k', cwd: '/src' }

const rows: { text: string; place: Place; typed: string }[] = [
  { text: 'kubectl describe pod b', place: here, typed: 'kubectl -n shop describe pod b' },
  { text: 'kubectl logs b -n shop', place: here, typed: 'kubectl logs b -n shop' },
  { text: 'kubectl get pods -A', place: here, typed: 'kubectl get pods -A' },
  { text: 'kubectl describe nodes: full disks', place: here, typed: 'kubectl describe nodes: full disks' },
  {
    text: 'kubectl uncordon n1, then: k8sdeploy up',
    place: here,
    typed: 'kubectl uncordon n1, then: k8sdeploy up',
  },
  {
    text: 'make room (kubectl edit resourcequota tight), then: k8sdeploy up',
    place: here,
    typed: 'make room (kubectl -n shop edit resourcequota tight), then: k8sdeploy up',
  },
  {
    text: 'kubectl describe pod b',
    place: there,
    typed: "kubectl --kubeconfig /k --context 'far away' -n shop describe pod b",
  },
  {
    text: 'k8sdeploy up --timeout 600',
    place: there,
    typed: "k8sdeploy up --timeout 600 --cwd /src --context 'far away' --kubeconfig /k -n shop",
  },
  {
    text: 'kubectl scale deployment/b --replicas=1, or: k8sdeploy up',
    place: { ...here, env: 'prod', context: 'prod-eu' },
    typed: 'kubectl --context prod-eu -n shop scale deployment/b --replicas=1, or: k8sdeploy up --env prod',
  },
  { text: 'k8sdeploy status', place: { ...here, sandbox: true }, typed: 'k8sdeploy status --sandbox' },
  {
    text: 'kubectl logs b, or: k8sdeploy logs',
    place: { ...here, sandbox: true, kubeconfig: '/s' },
    typed: 'kubectl --kubeconfig /s -n shop logs b, or: k8sdeploy logs --sandbox',
  },
  {
    text: 'helm history shop -n shop',
    place: there,
    typed: "helm --kubeconfig /k --kube-context 'far away' history shop -n shop",
  },
  { text: 'helm could not roll shop back', place: there, typed: 'helm could not roll shop back' },
]

describe('a command to type next', () => {
  it.each(rows)('$text', ({ text, place, typed }) => {
    expect(completeCommands(text, place)).toBe(typed)
    expect(completeCommands(typed, place)).toBe(typed)
  })
})

const source = join(import.meta.dirname, '../../src')
const hints = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const texts = readFileSync(join(source, file), 'utf8').match(
      /(['`])(?:(?!\1).)*\bkubectl [a-z](?:(?!\1).)*\1/g,
    )
    return (texts ?? []).map((text) => ({ file, text: text.slice(1, -1) }))
  })

const needsNoNamespace =
  /kubectl [^,;:()]*(node|namespaces|storageclass|priorityclass|webhookconfigurations|uncordon|-A)|rollout restart. leaves/

describe('every kubectl command that is told', () => {
  it.each(hints)('$file: $text', ({ text }) => {
    const typed = completeCommands(text, here)
    for (const [command] of typed.matchAll(/\bkubectl [^,;:()]*/g)) {
      if (!needsNoNamespace.test(command)) expect(command).toMatch(/ (-n|--namespace)[ =]/)
      expect(command).not.toMatch(/\b[A-Z]{3,}\b/)
    }
  })
})
