import { dump } from 'js-yaml'

/** Any plain document as YAML, keys in the order they have. */
export const writeYaml = (document: object): string =>
  dump(JSON.parse(JSON.stringify(document)), { noRefs: true, lineWidth: 110 })
