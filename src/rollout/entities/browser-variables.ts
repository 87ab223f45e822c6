import type { Rule } from '../../report.ts'
import type { Part, Scene } from './facts.ts'
import { rule } from './rules.ts'

const readByBrowser = /^(NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|NUXT_PUBLIC|GATSBY|EXPO_PUBLIC|VUE_APP)_/

const hostOf = (value: string): string => {
  const match = /^(?:[a-z]+:)?\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value) ?? /^([\w.-]+):\d+/.exec(value)
  return match?.[1]?.toLowerCase() ?? ''
}

/** A browser stands outside the cluster: a name that only resolves inside is dead there. */
export const browserVariables = (scene: Scene, part: Part): Rule => {
  const inside = new Set(scene.snapshot.Service.map((one) => one.metadata?.name ?? ''))
  const variables = { ...scene.facts.config?.frontend.build.args, ...part.configMap?.data }
  const read = Object.entries(variables).filter(([name]) => readByBrowser.test(name))
  const broken = read.filter(([, value]) => {
    const host = hostOf(value)
    return inside.has(host) || inside.has(host.split('.')[0]!) || /\.svc(\.|$)|cluster\.local$/.test(host)
  })
  const evidence =
    broken.length > 0
      ? broken.map(([name, value]) => `${name}=${value} resolves only inside the cluster`).join('; ')
      : read.length > 0
        ? `${read.map(([name]) => name).join(', ')}: no in-cluster name`
        : 'no variable is read by the browser'
  return rule('browser-variables-resolve', broken.length === 0, evidence)
}
