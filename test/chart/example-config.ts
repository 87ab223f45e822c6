/** Everything that a config can switch on at once, for a render that shows every template. */
export const fullText = `name: todo
namespace: shop
frontend:
  port: 3000
  env: {PORT: "3000", ODD: "a: b # c\\n{{ .Values }} 'x' %"}
  probes: {readiness: {path: /healthz, host: localhost}}
  writablePaths: [/app/.next/cache]
  command: [/bin/sh, -c]
  args: ["exec node server.js # {{ .Values }} 'x'"]
backend:
  port: 80
  replicas: 3
  runAsUser: null
  secrets: [{name: DATABASE_URL, as: DB_URL}, JWT]
  hpa: {maxReplicas: 5}
  probes: {liveness: {command: [sh, -c, "exit 0"]}}
access: {kind: ingress, host: shop.example.com, apiPath: /api, tlsSecret: shop-tls, ingressClassName: traefik}
secrets:
  DATABASE_URL:
  JWT: {required: false}
images: {registry: "localhost:5000/shop", pullSecret: registry-login}
networkPolicy: true
environments:
  staging: {values: {frontend: {replicas: 1, env: {STAGE: "yes"}}}}
`
