import { contextName } from './state-folder.ts'

/** The sandbox's own kubeconfig; the user's is never touched. JSON is YAML too. */
export function kubeconfig({
  server,
  token,
  certificate,
}: {
  server: string
  token: string
  certificate: string
}): string {
  const authority = Buffer.from(certificate).toString('base64')
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: contextName, cluster: { server, 'certificate-authority-data': authority } }],
      users: [{ name: contextName, user: { token } }],
      contexts: [
        { name: contextName, context: { cluster: contextName, user: contextName, namespace: 'default' } },
      ],
      'current-context': contextName,
    },
    null,
    2,
  )}\n`
}
