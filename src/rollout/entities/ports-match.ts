import type { Rule } from '../../report.ts'
import { readService, type ServicePortFacts } from '../read-service.ts'
import type { Part, Scene } from './facts.ts'
import { rule, unchecked } from './rules.ts'

type Ported = { name: string; ports?: { name?: string; containerPort: number }[] }

const resolve = (containers: Ported[], port: ServicePortFacts): number | undefined => {
  const byName = containers
    .flatMap((one) => one.ports ?? [])
    .find((one) => one.name === port.targetPort)?.containerPort
  const number = byName ?? Number(port.targetPort)
  return Number.isInteger(number) ? number : undefined
}

/** Image port = container port = Service target, all the way. */
export const portsMatch = (scene: Scene, part: Part, id: string): Rule => {
  const { deployment, service } = part
  if (!deployment || !service) return unchecked(id, `no ${deployment ? 'Service' : 'Deployment'} to look at`)
  const containers = deployment.spec?.template.spec?.containers ?? []
  const open = containers.flatMap((one) => one.ports ?? []).map((one) => one.containerPort)
  const wanted = scene.facts.config?.[part.role].port
  const routes = readService(service).ports.map((port) => ({
    from: port.port,
    to: resolve(containers, port),
    nodePort: port.nodePort,
  }))
  const broken = routes.filter((route) => route.to === undefined || !open.includes(route.to))
  const misses = wanted !== undefined && !routes.some((route) => route.to === wanted)
  const shown = routes
    .map((route) => `${route.nodePort ? `${route.nodePort} → ` : ''}${route.from} → ${route.to ?? '?'}`)
    .join(', ')
  const evidence = misses
    ? `the image listens on ${wanted}, the Service leads to ${shown}`
    : `${shown}; container ports ${open.join(', ') || 'none'}`
  return rule(id, routes.length > 0 && broken.length === 0 && !misses, evidence)
}
