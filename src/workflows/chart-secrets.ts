import type { Manifest } from '../chart/read-manifests.ts'
import type { Config } from '../config/config.ts'
import type { Files, Secrets } from '../ports.ts'

type Chart = { config: Config; files: Files; manifests: Manifest[]; environment?: string | undefined }

/** Where a release would hold a secret for good: helm keeps its manifests and its values, one revision after the other. */
export async function findChartSecrets(
  { config, files, manifests, environment }: Chart,
  values: Record<string, string>,
  secrets: Pick<Secrets, 'finder'>,
): Promise<string[]> {
  const find = secrets.finder(secretValues(config, values))
  const names = ['values.yaml', ...(environment === undefined ? [] : [`values-${environment}.yaml`])]
  const texts = await Promise.all(
    names.map(async (name) => {
      const path = `${config.chart.path}/${name}`
      return { place: path, text: (await files.read(path)) ?? '' }
    }),
  )
  const objects = manifests.map((manifest) => ({
    place: `${manifest.kind} ${manifest.metadata.name}`,
    text: JSON.stringify(manifest),
  }))
  return [...texts, ...objects].flatMap(({ place, text }) => {
    const found = find(text)
    return found.length > 0 ? [`${place} holds the value of ${found.join(', ')}: ${remedy}`] : []
  })
}

const remedy = 'the chart names the Secret and its keys, and k8sdeploy writes the values there'

/** A host or a port made from the URL is in many a file, and gives nothing away. */
export const secretValues = ({ secrets }: Config, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => secrets[name]?.from !== 'database'))
