/** The variable in which the programs that ask a database find its URL. */
export const askedVariable = 'K8SDEPLOY_DATABASE_URL'
