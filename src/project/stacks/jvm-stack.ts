import type { FoundComponent } from '../component.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, has } from './text-of.ts'
import { chooseVersion } from './versions.ts'

const versionIn =
  /(?:<(?:java\.version|maven\.compiler\.(?:release|target|source))>|JavaLanguageVersion\.of\(|(?:source|target)Compatibility\s*=?\s*['"]?(?:JavaVersion\.VERSION_)?)(?:1[._])?(\d+)/

export function jvmStack(component: FoundComponent, files: ProjectFiles): StackFinding {
  const { dir, framework, port } = component
  const at = (name: string) => within(dir, name)
  const builds = [
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'settings.gradle.kts',
    'gradle.properties',
  ].filter((name) => has(files, at(name)))
  const manager = builds[0] === 'pom.xml' ? 'maven' : 'gradle'
  if (framework?.value.name !== 'Spring Boot')
    return {
      reason: 'only Spring Boot packages itself in a way that can be told from outside',
      source: at(builds[0] ?? 'pom.xml'),
      advice: 'add a Dockerfile that starts the server',
    }
  const asked = findText(files, builds.map(at), versionIn)
  const version = chooseVersion(
    'java',
    asked && { value: Number(asked.text), source: asked.source, confidence: 'certain' },
  )
  return {
    stack: {
      language: 'java',
      dir: '.',
      port: port?.value ?? 8080,
      buildArgs: [],
      version: String(version.value),
      manager,
      hasWrapper: has(files, at(manager === 'maven' ? 'mvnw' : 'gradlew')),
      manifests: builds,
    },
    context: dir,
    because: [`Java ${version.value} ← ${version.because}`, `${manager} ← ${at(builds[0] ?? '')}`],
  }
}
