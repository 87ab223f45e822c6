import { checkHost, checkLabelName, checkName, checkNamespace, checkSubdomain } from './check-name.ts'
import { checkAbsolutePath, checkFolder, checkUrlPath } from './check-path.ts'
import { checkVersion } from './check-version.ts'
import { defaultDelivery, defaults } from './defaults.ts'
import { checkRegistry } from './image-reference.ts'
import type { Get, QuestionRow } from './question-row.ts'
import { componentQuestions } from './questions-component.ts'
import { secretQuestions } from './questions-secret.ts'

const name = (get: Get) => get('name')
const is =
  (...kinds: string[]) =>
  (get: Get) =>
    kinds.includes(String(get('access')))

const accessChoices = [
  { value: 'node-port', name: 'NodePort', description: 'http://localhost:PORT on a local cluster' },
  {
    value: 'port-forward',
    name: 'port-forward',
    description: 'one terminal stays open; nothing is published',
  },
  { value: 'ingress', name: 'Ingress', description: 'a host name; needs an ingress controller' },
  { value: 'gateway', name: 'Gateway API', description: 'a host name; needs an existing Gateway' },
  { value: 'load-balancer', name: 'LoadBalancer', description: 'an address from the cluster' },
]

const appQuestions: QuestionRow[] = [
  {
    id: 'name',
    path: ['name'],
    group: 'The application',
    kind: 'text',
    message: 'Application name',
    valid: 'lower-case letters, digits and -',
    isMain: true,
    check: checkName,
  },
  {
    id: 'namespace',
    path: ['namespace'],
    group: 'The application',
    kind: 'text',
    message: 'Namespace',
    valid: 'lower-case letters, digits and -',
    isMain: true,
    isDerived: true,
    check: checkNamespace,
    fallback: name,
  },
  {
    id: 'access',
    path: ['access', 'kind'],
    group: 'Access',
    kind: 'select',
    message: 'How is the app reached?',
    valid: accessChoices.map(({ value }) => value).join(', '),
    isMain: true,
    choices: accessChoices,
    fallback: () => 'node-port',
  },
  {
    id: 'access.host',
    path: ['access', 'host'],
    group: 'Access',
    kind: 'text',
    message: 'Host name',
    valid: 'a DNS name such as shop.example.com',
    isMain: true,
    check: checkHost,
    when: is('ingress', 'gateway'),
  },
  {
    id: 'access.ingress-class',
    path: ['access', 'ingressClassName'],
    group: 'Access',
    kind: 'text',
    message: 'Ingress class',
    valid: 'an IngressClass; none: the default one',
    isOptional: true,
    check: checkSubdomain,
    when: is('ingress'),
    fallback: () => '',
  },
  {
    id: 'access.tls-secret',
    path: ['access', 'tlsSecret'],
    group: 'Access',
    kind: 'text',
    message: 'TLS Secret',
    valid: 'an existing TLS Secret',
    isOptional: true,
    check: checkSubdomain,
    when: is('ingress'),
    fallback: () => '',
  },
  {
    id: 'access.gateway',
    path: ['access', 'gateway', 'name'],
    group: 'Access',
    kind: 'text',
    message: 'Gateway',
    valid: 'the name of an existing Gateway',
    isMain: true,
    check: checkSubdomain,
    when: is('gateway'),
  },
  {
    id: 'access.gateway-namespace',
    path: ['access', 'gateway', 'namespace'],
    group: 'Access',
    kind: 'text',
    message: 'Namespace of the Gateway',
    valid: 'a namespace',
    isOptional: true,
    check: checkLabelName,
    when: is('gateway'),
    fallback: () => '',
  },
  {
    id: 'access.api-path',
    path: ['access', 'apiPath'],
    group: 'Access',
    kind: 'text',
    message: 'Path that is routed to the backend',
    valid: 'a path such as /api; none: the frontend passes it on',
    isOptional: true,
    check: checkUrlPath,
    when: is('ingress', 'gateway'),
    fallback: () => '',
  },
]

const chartQuestions: QuestionRow[] = [
  {
    id: 'chart.path',
    path: ['chart', 'path'],
    group: 'The chart',
    kind: 'text',
    message: 'Chart directory',
    valid: 'a path inside the project',
    check: checkFolder,
    fallback: () => defaults.chart.path,
  },
  {
    id: 'chart.name',
    path: ['chart', 'name'],
    group: 'The chart',
    kind: 'text',
    message: 'Chart name',
    valid: 'lower-case letters, digits and -',
    isDerived: true,
    check: checkLabelName,
    fallback: name,
  },
  {
    id: 'chart.version',
    path: ['chart', 'version'],
    group: 'The chart',
    kind: 'text',
    message: 'Chart version',
    valid: 'a SemVer version',
    check: checkVersion,
    fallback: () => defaults.chart.version,
  },
  {
    id: 'chart.app-version',
    path: ['chart', 'appVersion'],
    group: 'The chart',
    kind: 'text',
    message: 'App version',
    valid: 'a version',
    fallback: () => defaults.chart.appVersion,
  },
  {
    id: 'network-policy',
    path: ['networkPolicy'],
    group: 'The chart',
    kind: 'confirm',
    message: 'Allow only the traffic that is needed (NetworkPolicy)?',
    valid: 'yes or no',
    fallback: () => (defaults.networkPolicy ? 'yes' : 'no'),
  },
  {
    id: 'disruption-budget',
    path: ['podDisruptionBudget'],
    group: 'The chart',
    kind: 'confirm',
    message: 'Keep pods running while a node is drained (PodDisruptionBudget)?',
    valid: 'yes or no',
    fallback: () => (defaults.podDisruptionBudget ? 'yes' : 'no'),
  },
]

const deliveries = ['auto', 'registry', 'containerd', 'none'].map((value) => ({ value, name: value }))

const imageQuestions: QuestionRow[] = [
  {
    id: 'registry',
    path: ['images', 'registry'],
    group: 'Images',
    kind: 'text',
    message: 'Image registry',
    valid: 'a prefix such as localhost:5000/shop; none: straight into the cluster',
    isOptional: true,
    check: checkRegistry,
    fallback: () => '',
  },
  {
    id: 'delivery',
    path: ['images', 'delivery'],
    group: 'Images',
    kind: 'select',
    message: 'How do images reach the cluster?',
    valid: 'auto, registry, containerd or none',
    isDerived: true,
    choices: deliveries,
    fallback: (get) => defaultDelivery(get('registry') ? 'given' : undefined),
  },
  {
    id: 'delivery-socket',
    path: ['images', 'socket'],
    group: 'Images',
    kind: 'text',
    message: 'containerd socket',
    valid: 'an absolute path',
    check: checkAbsolutePath,
    when: (get) => get('delivery') === 'containerd',
  },
]

/** What a component is comes before how it is reached; its Service, size and variables after. */
const isPlace = ({ id }: QuestionRow) =>
  !/\.(service|node|env|secrets|cpu|memory|readiness|liveness|startup|run|writable|backend)/.test(id)
const isDetail = (row: QuestionRow) => !isPlace(row)

const frontend = componentQuestions('frontend')
const backend = componentQuestions('backend')

/** Every question there is, in the order in which they are asked: what a row needs to know stands above it. */
export const questions: QuestionRow[] = [
  ...appQuestions.slice(0, 2),
  ...frontend.filter(isPlace),
  ...backend.filter(isPlace),
  ...appQuestions.slice(2),
  ...frontend.filter(isDetail),
  ...secretQuestions.slice(0, 1),
  ...backend.filter(isDetail),
  ...secretQuestions.slice(1),
  ...chartQuestions,
  ...imageQuestions,
]

export const findQuestion = (id: string) => questions.find((row) => row.id === id)
