/** What `k8sdeploy.yaml` holds once read and checked. References only, never a secret's value: safe to commit. */

export type Quantities = { cpu: string; memory: string }
export type Resources = { requests: Quantities; limits: Quantities }

/** Exactly one of `path` (HTTP GET), `tcp` or `command`. Seconds. */
export type Probe = {
  path?: string
  tcp?: boolean
  command?: string[]
  host?: string
  periodSeconds?: number
  timeoutSeconds?: number
  failureThreshold?: number
}

export type ServiceConfig = {
  type: 'ClusterIP' | 'NodePort' | 'LoadBalancer'
  port: number
  nodePort?: number
}

export type ComponentConfig = {
  role: 'frontend' | 'backend'
  /** Folder of the component, relative to the project. */
  dir: string
  build: {
    /** Docker build context, relative to the project. */
    context: string
    /** Relative to the project too, as `docker build -f` has it. */
    dockerfile: string
    /** Build-time variables (`NEXT_PUBLIC_*`, `VITE_*` …): hashed into the tag; never secrets. */
    args: Record<string, string>
    target?: string
  }
  /** A ready-made image instead of a build, e.g. `registry/app:1.2`. */
  image?: string
  /** How to run it as a plain process (used by the sandbox), e.g. ["node", "server.js"]. */
  start?: string[]
  /** In place of the image's ENTRYPOINT, as in a pod's container. */
  command?: string[]
  /** In place of the image's CMD, as in a pod's container. */
  args?: string[]
  /** Backend only: run once in its image before each release, in exec form, e.g. ["npx", "prisma", "migrate", "deploy"]. */
  migrate?: string[]
  port: number
  replicas: number
  resources: Resources
  service: ServiceConfig
  /** Run-time variables: the ConfigMap's data. */
  env: Record<string, string>
  /** Names of secrets (keys of `secrets`) this component reads, each under the variable name it expects. */
  secrets: { name: string; as: string }[]
  probes: { readiness: Probe; liveness: Probe; startup: Probe }
  hpa?: { minReplicas: number; maxReplicas: number; cpuPercent: number }
  /** User that the container runs as; `null` leaves it to the image, which then needs a numeric USER. Absent: 10001. */
  runAsUser?: number | null
  /** Absent: true. Only `/tmp` and `writablePaths` can be written then. */
  readOnlyRootFilesystem?: boolean
  /** Folders in the container that get an emptyDir, e.g. `/app/.next/cache`. */
  writablePaths?: string[]
  /** Frontend only: the variable that gets the backend's in-cluster URL. Absent: BACKEND_URL; empty: none. */
  backendUrlEnv?: string
  terminationGracePeriodSeconds: number
}

/** A database of a Neon project, whose URL is asked of Neon's API. */
export type NeonPlace = {
  project: string
  /** Its name; default that of the release and its namespace. */
  branch?: string
  /** Name of the branch that a new one is made from; default the project's own default. */
  parent?: string
  /** Default: the only one, or `neondb`. */
  database?: string
  /** Default: the database's owner. */
  role?: string
  /** Default: true. */
  pooled?: boolean
}

export type SecretConfig = Partial<NeonPlace> & {
  /** Where `up` takes the value from: an environment variable, a dotenv file, the cluster where it exists already, the database's URL, or Neon's API. */
  from: 'env' | 'env-file' | 'cluster' | 'database' | 'neon'
  /** Variable name in the source, default the secret's own name; of a URL the form or part (`database-forms.ts`). */
  key: string
  /** For `env-file`: path relative to the project. */
  file?: string
  required: boolean
}

export type Access = 'node-port' | 'load-balancer' | 'ingress' | 'gateway' | 'port-forward'

/** What `up` does about a release that failed, once its evidence is kept. */
export type OnFailure = 'rollback' | 'keep' | 'ask'

export type Config = {
  version: 1
  name: string
  namespace: string
  chart: { path: string; name: string; version: string; appVersion: string }
  access: {
    kind: Access
    host?: string
    ingressClassName?: string
    gateway?: { name: string; namespace?: string }
    tlsSecret?: string
    /** Ingress and gateway: also route this path to the backend, e.g. `/api`. */
    apiPath?: string
  }
  frontend: ComponentConfig
  backend: ComponentConfig
  /** The PostgreSQL that the backend connects to; `secret` names its URL among `secrets`. */
  database: { secret: string } | null
  secrets: Record<string, SecretConfig>
  images: {
    /** Registry prefix such as `localhost:5000/shop`; absent: delivered straight into the cluster. */
    registry?: string
    /** `auto` recognises the cluster; `containerd` imports into `socket`, or into each of several. */
    delivery: 'auto' | 'registry' | 'containerd' | 'none'
    socket?: string | string[]
    platform?: string
    /** Name of an existing image pull Secret in the namespace. */
    pullSecret?: string
  }
  networkPolicy: boolean
  podDisruptionBudget: boolean
  /** Contexts that are not local and may nevertheless be deployed to without typing them. */
  contexts: string[]
  rollout: { timeoutSeconds: number; soakSeconds: number; onFailure: OnFailure }
  /** Overlays by environment name: values files in the chart, plus context/namespace pins. */
  environments: Record<string, { context?: string; namespace?: string; values?: Record<string, unknown> }>
}
