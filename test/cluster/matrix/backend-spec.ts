import type { Edit } from './case.ts'

const template = 'templates/deployment.yaml'

const insert =
  (before: RegExp, indent: string, lines: string[]) =>
  (text: string): string =>
    text.replace(before, (found) =>
      [
        `${indent}{{- if eq $component "backend" }}`,
        ...lines.map((line) => indent + line),
        `${indent}{{- end }}`,
        found,
      ].join('\n'),
    )

/** More of the backend's pod spec, a line of flow YAML for each key; a key that the chart has already is taken over. */
export const withSpec = async (edit: Edit, ...lines: string[]): Promise<void> => {
  const has = lines.some((line) => line.startsWith('affinity:'))
  if (has) await edit(template, (text) => text.replace(/^ {6}affinity:\n(?: {8}.*\n)+/m, ''))
  await edit(template, insert(/^ {6}containers:$/m, '      ', lines))
}

/** A volume of the backend, mounted. */
export const withVolume = async (edit: Edit, volume: string, mount = ''): Promise<void> => {
  await edit(template, (text) =>
    text
      .replace(
        /^ {6}volumes:$/m,
        `      volumes:\n        {{- if eq $component "backend" }}\n        - {name: extra, ${volume}}\n        {{- end }}`,
      )
      .replace(
        /^ {10}volumeMounts:$/m,
        `          volumeMounts:\n            {{- if eq $component "backend" }}\n            - {name: extra, mountPath: /extra${mount}}\n            {{- end }}`,
      ),
  )
}
