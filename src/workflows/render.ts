import { readManifests } from '../chart/read-manifests.ts'
import { readValues } from '../chart/read-values.ts'
import { valuesFor } from '../chart/values.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { RenderFlags } from '../commands/render.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'
import { findChartSecrets } from './chart-secrets.ts'
import { namespaceOf } from './choose-cluster.ts'
import { declaredValues } from './conceal-declared.ts'
import { loadConfig } from './load-config.ts'
import { usualPlatform } from './node-platform.ts'
import { renderChart } from './plan-change.ts'
import { splitReference } from './plan-images.ts'
import { checkChartFiles } from './prepare-release.ts'
import { printDocument } from './print-document.ts'

type Flags = RenderFlags & GlobalOptions

/** Plain YAML of what `up` would release, for GitOps: no cluster is asked, and no secret is in it. */
export async function render(flags: Flags, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config } = await loadConfig(files, world)
  const namespace = namespaceOf(flags, config)
  await checkChartFiles(config, files)
  const values = valuesFor(config, {
    images: {
      frontend: await imageOf(config.frontend, config, world),
      backend: await imageOf(config.backend, config, world),
    },
    pullPolicy: 'IfNotPresent',
    environment: flags.env,
    environmentFile:
      flags.env === undefined ? undefined : await loadValues(files, config, `values-${flags.env}.yaml`),
    chartValues: (await loadValues(files, config, 'values.yaml')) ?? {},
  })
  const chart = `${files.root}/${config.chart.path}`
  const yaml = await renderChart(
    config,
    namespace,
    { chart, values, kubeVersion: flags.kubeVersion ?? usualVersion },
    world,
  )
  const manifests = readManifests(yaml)
  const held = await findChartSecrets(
    { config, files, manifests, environment: flags.env },
    await declaredValues(config, files, world.env),
    world.secrets,
  )
  if (held.length > 0) throw holdsSecrets(held)
  if (flags.output === 'text' || flags.output === 'yaml') world.terminal.data(yaml)
  else printDocument({ schema: 'k8sdeploy/render/1', items: manifests }, flags.output, world.terminal)
  return 0
}

/** What is rendered for GitOps is going to be committed. */
const holdsSecrets = (evidence: string[]) =>
  new DeployError('LINT_FAILED', 'the chart would give a secret away', {
    evidence,
    hint: 'take the value out of the chart, and run the same command again',
  })

const usualVersion = '1.34.0'

async function loadValues(files: Files, { chart }: Config, name: string) {
  const path = `${chart.path}/${name}`
  const text = await files.read(path)
  return text === undefined ? undefined : readValues(text, path)
}

async function imageOf(component: ComponentConfig, { name, images }: Config, world: World) {
  if (component.image) return splitReference(component.image)
  const { role, build } = component
  const tag = await world.images.contentTag({
    component: role,
    ...build,
    platform: images.platform ?? usualPlatform,
  })
  return { repository: `${images.registry ?? 'k8sdeploy.local'}/${name}-${role}`, tag }
}
