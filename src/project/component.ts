import type { DatabaseForm } from '../config/database-forms.ts'
import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import type { ProxyRule } from '../dockerfile/stack.ts'
import type { Database } from './find-database.ts'
import type { DatabasePart } from './find-database-parts.ts'
import type { Health } from './find-health.ts'
import type { Migrations } from './find-migrations.ts'
import type { Variable } from './find-variables.ts'
import type { Finding } from './finding.ts'
import type { Framework } from './frameworks.ts'
import type { Language } from './read-manifest.ts'
import type { StackFinding } from './stacks/stack-finding.ts'

/** Everything found in one folder; the role is decided later, among all of them. */
export type FoundComponent = {
  dir: string
  name?: string
  language?: Finding<Language>
  framework?: Finding<Framework>
  packageManager?: Finding<string>
  port?: Finding<number>
  dockerfile?: Finding<string>
  /** Where that is built from, when it isn't the folder itself. */
  context?: Finding<string>
  image?: Dockerfile
  /** Its own image is a web server with files. */
  isWebServer: boolean
  /** Numeric or named USER of the image, when it has one. */
  user?: Finding<string>
  health: Health
  /** Another folder of the project depends on it. */
  isShared: boolean
  /** Names of what its manifests ask for. */
  installed: string[]
  /** What Django's server is to be told, when the program that migrates would take another. */
  settingsModule?: Finding<string>
  start?: Finding<string[]>
  /** What the container of its own Dockerfile runs. */
  runs?: Finding<string[]>
  build?: Finding<string>
  variables: Variable[]
  database?: Finding<Database>
  databaseVariable?: Finding<string>
  /** The words that its driver wants, where the plain URL is not enough. */
  databaseForm?: Finding<DatabaseForm>
  /** Variables that tell the database piece by piece. */
  databaseParts: DatabasePart[]
  migrations?: Finding<Migrations>
  hasPage: boolean
  /** Where a frontend is told to ask it. */
  askedBy?: string
  /** Where compose tells it the address of another component. */
  addressVariable?: Finding<string>
  /** Paths that the browser asks its own origin for, and the backend answers. */
  proxy?: Finding<ProxyRule[]>
  /** How an image of it could be made, whether it has a Dockerfile or not. */
  stack?: StackFinding
}
