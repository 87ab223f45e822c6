import type { IncomingHttpHeaders } from 'node:http'
import {
  aggregatedDiscovery,
  coreVersions,
  findGroup,
  findResourceList,
  groupList,
} from './discovery/discovery.ts'
import { findOpenapi, openapiIndex } from './discovery/openapi.ts'
import type { Answer } from './send.ts'

const version = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  gitVersion: 'v1.34.4+k8sdeploy-sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** What does not depend on the store: the version, discovery, OpenAPI. */
export function findStatic(path: string, headers: IncomingHttpHeaders): Answer | undefined {
  const isAggregated = (headers.accept ?? '').replaceAll(' ', '').includes('g=apidiscovery.k8s.io;v=v2;as=')
  if (path === '/version' || path === '/version/') return { code: 200, body: version }
  if (path === '/api' || path === '/apis') {
    const isCore = path === '/api'
    if (isAggregated)
      return { code: 200, body: aggregatedDiscovery(isCore), contentType: aggregated, etag: true }
    return { code: 200, body: isCore ? coreVersions(headers.host ?? '127.0.0.1') : groupList(), etag: true }
  }
  if (path === '/openapi/v3') return { code: 200, body: openapiIndex(), etag: true }
  if (path.startsWith('/openapi/v3/')) return found(findOpenapi(path.slice('/openapi/v3/'.length)))
  const parts = path.split('/').filter(Boolean)
  if (parts[0] === 'api' && parts.length === 2) return found(findResourceList(parts[1] ?? ''))
  if (parts[0] !== 'apis' || parts.length > 3) return undefined
  return found(parts.length === 2 ? findGroup(parts[1] ?? '') : findResourceList(parts.slice(1).join('/')))
}

const found = (body: object | undefined): Answer | undefined =>
  body ? { code: 200, body, etag: true } : undefined
