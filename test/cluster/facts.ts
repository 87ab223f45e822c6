/** What `test/cluster/run` tells the tests. Without it they can't run, and must say so instead of passing. */
function fact(name: string): string {
  const value = process.env[`K8SDEPLOY_TEST_${name}`]
  if (!value) throw new Error(`K8SDEPLOY_TEST_${name} is not set: start the suite with test/cluster/run`)
  return value
}

export const facts = {
  state: fact('STATE'),
  cli: fact('CLI'),
  kubeconfig: fact('KUBECONFIG'),
  context: fact('CONTEXT'),
  containerdSocket: fact('CONTAINERD_SOCKET'),
  registry: fact('REGISTRY'),
  /** A server that behaves as its environment says: `images/behave/main.go`. */
  behave: fact('IMAGE'),
  databaseUrl: fact('DATABASE_URL'),
  databaseDirectUrl: fact('DATABASE_DIRECT_URL'),
  otherDatabaseUrl: fact('DATABASE_OTHER_URL'),
  authorities: fact('CA'),
  buildkitConfig: fact('BUILDKIT_CONFIG'),
  helm3: fact('HELM3'),
}
