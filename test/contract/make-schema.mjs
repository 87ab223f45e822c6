// Writes src/sandbox/api/schema/types.ts from the published protocol definitions of Kubernetes (Go modules in the
// module cache). Run by hand when the sandbox moves to another Kubernetes version: node test/contract/make-schema.mjs
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const version = process.argv[2] ?? 'v0.34.4'
const modules = join(execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim(), 'k8s.io')
const packages = {
  'k8s.io.apimachinery.pkg.apis.meta.v1': `apimachinery@${version}/pkg/apis/meta/v1`,
  'k8s.io.api.core.v1': `api@${version}/core/v1`,
  'k8s.io.api.apps.v1': `api@${version}/apps/v1`,
  'k8s.io.api.batch.v1': `api@${version}/batch/v1`,
  'k8s.io.api.autoscaling.v2': `api@${version}/autoscaling/v2`,
  'k8s.io.api.authorization.v1': `api@${version}/authorization/v1`,
  'k8s.io.api.coordination.v1': `api@${version}/coordination/v1`,
  'k8s.io.api.discovery.v1': `api@${version}/discovery/v1`,
  'k8s.io.api.networking.v1': `api@${version}/networking/v1`,
  'k8s.io.api.policy.v1': `api@${version}/policy/v1`,
  'k8s.io.api.rbac.v1': `api@${version}/rbac/v1`,
  'k8s.io.api.storage.v1': `api@${version}/storage/v1`,
}
const roots =
  `DeleteOptions ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolumeClaim PersistentVolume Pod
  ResourceQuota Secret ServiceAccount Service DaemonSet Deployment ReplicaSet StatefulSet
  SelfSubjectAccessReview HorizontalPodAutoscaler CronJob Job Lease EndpointSlice IngressClass Ingress NetworkPolicy
  PodDisruptionBudget RoleBinding Role StorageClass`.split(/\s+/)
const special = {
  'k8s.io.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'k8s.io.apimachinery.pkg.util.intstr.IntOrString': 'intstr',
  'k8s.io.apimachinery.pkg.apis.meta.v1.Time': 'time',
  'k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime': 'microtime',
  'k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1': 'fields',
  'k8s.io.apimachinery.pkg.runtime.RawExtension': 'raw',
}

const types = new Map()
for (const [name, dir] of Object.entries(packages)) readPackage(name, join(modules, dir))

function readPackage(name, dir) {
  const sources = readdirSync(dir).filter((file) => /^(types|micro_time).*\.go$/.test(file))
  const go = sources.map((file) => readFileSync(join(dir, file), 'utf8')).join('\n')
  const inlined = new Set(
    [...go.matchAll(/json:",inline"\s+protobuf:"[^"]*name=(\w+)/g)].map((match) => match[1]),
  )
  inlined.add('ephemeralContainerCommon')
  const proto = readFileSync(join(dir, 'generated.proto'), 'utf8')
  for (const [, comments, type, body] of proto.matchAll(/((?:\/\/.*\n)*)message (\w+) \{\n([\s\S]*?)\n\}/g))
    types.set(`${name}.${type}`, {
      atomic: /\+structType=atomic/.test(comments),
      fields: readFields(name, body, inlined),
    })
}

function readFields(name, body, inlined) {
  const fields = []
  let marks = []
  for (const line of body.split('\n').map((text) => text.trim())) {
    if (line.startsWith('//')) marks.push(line)
    const match = /^(optional|repeated)? ?(map<string, ?(.+)>|[\w.]+) (\w+) = (\d+);/.exec(line)
    if (!match) continue
    const [, label, type, value, field, number] = match
    const resolved = resolve(name, value ?? type)
    fields.push({
      field,
      number,
      type: resolved,
      isMap: Boolean(value),
      isList: label === 'repeated',
      inline: inlined.has(field),
      marks: marks.join('\n'),
    })
    marks = []
  }
  return fields
}

function resolve(name, type) {
  const full = type.replace(/^\./, '')
  if (special[full]) return special[full]
  if (special[`${name}.${full}`]) return special[`${name}.${full}`]
  if (full.includes('.')) return full
  return /^(string|bool|int32|int64|bytes|double|uint32|uint64)$/.test(full) ? full : `${name}.${full}`
}

const shortNames = new Map()
const rows = new Map()
const queue = []
const shortOf = (full) => {
  if (!full.includes('.')) return full
  if (!shortNames.has(full)) {
    const parts = full.split('.')
    const isTaken = [...shortNames.values()].includes(parts.at(-1))
    shortNames.set(full, isTaken ? `${parts.at(-3)}${parts.at(-1)}` : parts.at(-1))
    queue.push(full)
  }
  return shortNames.get(full)
}
const mark = (marks, key) =>
  [...marks.matchAll(new RegExp(`\\+${key}=(.+)`, 'g'))].map((match) => match[1].trim())

function fieldText({ field, number, type, isMap, isList, inline, marks }) {
  if (type.includes('.') && !types.has(type)) return undefined
  const short = shortOf(type)
  const [mergeKey] = mark(marks, 'patchMergeKey')
  const strategy = mark(marks, 'patchStrategy').join(',')
  const keys = mark(marks, 'listMapKey')
  const [listType] = mark(marks, 'listType')
  const retain = strategy.includes('retainKeys') ? '&' : ''
  const atomic =
    mark(marks, 'mapType').concat(mark(marks, 'structType')).includes('atomic') || types.get(type)?.atomic
      ? '!'
      : ''
  const name = `${inline ? '*' : ''}${field}=${number}:`
  if (isMap) return `${name}{${short}}${atomic}`
  if (!isList) return `${name}${short}${atomic}${retain}`
  if (listType === 'map' && mergeKey && keys[0] !== mergeKey)
    throw new Error(`${field}: merges by ${mergeKey}, lists ${keys}`)
  const merges = strategy.includes('merge') ? `~${mergeKey ?? ''}` : ''
  const list = listType === 'map' ? `[${keys}]` : listType === 'set' ? '[=]' : '[]'
  return `${name}${short}${list}${listType === 'map' ? atomic : ''}${merges}${retain}`
}

for (const root of roots) {
  const full = [...types.keys()].find((name) => name.endsWith(`.${root}`))
  shortOf(full)
}
while (queue.length > 0) {
  const full = queue.shift()
  rows.set(shortNames.get(full), types.get(full).fields.map(fieldText).filter(Boolean).join(' '))
}
const lines = [...rows].map(([name, row]) => `  ${name}: '${row}',`)
writeFileSync(
  new URL('../../src/sandbox/api/schema/types.ts', import.meta.url),
  `/** Generated by test/contract/make-schema.mjs from Kubernetes ${version.replace('v0', 'v1')}; how to read a row: \`schema.ts\`. */\nexport const types: Record<string, string> = {\n${lines.join('\n')}\n}\n`,
)
