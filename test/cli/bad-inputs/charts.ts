import { type BadInput, bad, type Content } from './bad-input.ts'
import { goodConfig } from './good-project.ts'

const render = (what: string, path: string, content: Content, code: number, says: RegExp): BadInput =>
  bad(what, 'render', code, says, { files: { [`chart/${path}`]: content } })

const template = (what: string, content: string, says: RegExp): BadInput =>
  render(what, 'templates/extra.yaml', content, 30, says)

const lint = (what: string, path: string, content: Content, says: RegExp): BadInput =>
  bad(what, 'up --sandbox --skip database', 30, says, { files: { [`chart/${path}`]: content } })

/** Charts that were edited by hand, or cut by a merge. */
export const charts: BadInput[] = [
  bad('no chart', 'render', 2, /there is no Helm chart in chart.*init --yes/, {
    files: { chart: undefined },
  }),
  bad('a file for a chart', 'render', 2, /there is no Helm chart in chart/, { files: { chart: 'chart' } }),
  bad('a chart elsewhere', 'render', 2, /there is no Helm chart in chart/, {
    files: { chart: { link: '/usr' } },
  }),
  render('no Chart.yaml', 'Chart.yaml', undefined, 2, /there is no Helm chart in chart/),
  render('a folder for Chart.yaml', 'Chart.yaml', { folder: true }, 2, /there is no Helm chart in chart/),
  render(
    'an empty Chart.yaml',
    'Chart.yaml',
    '',
    30,
    /does not render: .*(Chart\.yaml|apiVersion|validation)/,
  ),
  render('a Chart.yaml that is no YAML', 'Chart.yaml', 'a: [', 30, /does not render/),
  render('a Chart.yaml of bytes', 'Chart.yaml', Uint8Array.from([255, 254, 0]), 30, /does not render/),
  render(
    'a Chart.yaml of another kind',
    'Chart.yaml',
    'apiVersion: v2\nname: x\nversion: one\n',
    30,
    /does not render/,
  ),
  render(
    'a Chart.yaml that needs another chart',
    'Chart.yaml',
    'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.0.0, repository: "https://r.example"}]\n',
    30,
    /does not render: .*redis/,
  ),
  render('values that are no YAML', 'values.yaml', 'a: [\n', 2, /chart\/values\.yaml is not valid YAML/),
  render('values that are a list', 'values.yaml', '- a\n', 2, /chart\/values\.yaml is not a map of values/),
  render(
    'values with a key twice',
    'values.yaml',
    'a: 1\na: 2\n',
    2,
    /chart\/values\.yaml is not valid YAML.*duplicated/,
  ),
  render('values of the prototype', 'values.yaml', '__proto__: {a: 1}\n', 30, /does not render|__proto__/),
  render('a schema that is no JSON', 'values.schema.json', '{', 30, /does not render/),
  render(
    'a schema that nothing fits',
    'values.schema.json',
    '{"type": "array"}',
    30,
    /does not render: .*(schema|array)/,
  ),
  render('no helpers', 'templates/_names.tpl', undefined, 30, /does not render: .*template/),
  bad('no templates', 'render', 30, /helm printed no object at all/, {
    files: { 'chart/templates': undefined },
  }),
  template('a template that is not closed', '{{ if .Values.x }}\na: 1\n', /does not render: .*extra\.yaml/),
  template('a template of an unknown function', '{{ nonsense . }}\n', /does not render: .*nonsense/),
  template(
    'a template of a missing value',
    'a: {{ .Values.no.such.value }}\n',
    /does not render: .*extra\.yaml.*nil pointer/,
  ),
  template(
    'a template that fails on purpose',
    '{{ fail "not like this" }}\n',
    /does not render: .*not like this/,
  ),
  template(
    'a template that includes itself',
    '{{ define "loop" }}{{ include "loop" . }}{{ end }}{{ include "loop" . }}\n',
    /does not render/,
  ),
  template('a template that renders a list', '- a\n- b\n', /no kind|does not render/),
  template('a template that renders a word', 'hello\n', /no kind|does not render/),
  template(
    'a template that renders an object without a name',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n',
    /no kind, or no metadata\.name/,
  ),
  template(
    'a template that renders a key twice',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "1"}\ndata: {b: "2"}\n',
    /duplicated.*extra\.yaml/,
  ),
  template('a template that renders no YAML', 'a: [\n', /does not render|no release/),
  lint(
    'a template that renders an object twice',
    'templates/again.yaml',
    '{{ range tuple 1 2 }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice, namespace: {{ $.Release.Namespace }}}\n{{ end }}\n',
    /ConfigMap.*twice/,
  ),
  lint(
    'a Deployment without limits',
    'templates/more.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: more}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: more, image: "more:1"}]}}}\n',
    /more/,
  ),
  lint('no Deployments', 'templates/deployment.yaml', undefined, /breaks .*rule.*Deployment/),
  bad(
    'an environment with a value that the chart lacks',
    'up --sandbox --env staging --skip database',
    2,
    /the values name something that the chart does not have.*replcas/,
    { files: { 'k8sdeploy.yaml': goodConfig.replace('replicas', 'replcas') } },
  ),
]
