import { below, copyInPlace, exec, user } from '../lines.ts'
import type { DotnetStack, GoStack, JavaStack } from '../stack.ts'

const workdir = (dir: string) => (dir === '.' ? '/src' : `/src/${dir}`)

/** What the program imports, each by its path; its own packages are none of it. */
const imported = '{{if not (and .Module .Module.Main)}}{{.ImportPath}}{{end}}'

/**
 * A static binary in an image that holds nothing else but certificates and time zones. What it imports is compiled first,
 * with the same flags, and again only when the list of it is another: a changed source waits for its own packages only.
 */
export const go = ({ version, dir, hasSums, main, assets, port }: GoStack): string[] => [
  `FROM golang:${version} AS packages`,
  'ENV CGO_ENABLED=0',
  `WORKDIR ${workdir(dir)}`,
  `COPY ${[below(dir, 'go.mod'), ...(hasSums ? [below(dir, 'go.sum')] : [])].join(' ')} ./`,
  'RUN go mod download',
  '',
  'FROM packages AS imports',
  'COPY . /src',
  `RUN go list -deps -f '${imported}' ${main} > /imports`,
  '',
  'FROM packages AS build',
  'COPY --from=imports /imports /imports',
  'RUN xargs -r go build -trimpath < /imports',
  'COPY . /src',
  `RUN go build -trimpath -ldflags="-s -w" -o /app ${main}`,
  '',
  'FROM gcr.io/distroless/static-debian12',
  `ENV PORT=${port}`,
  'WORKDIR /srv',
  'COPY --from=build /app /app',
  ...assets.map((name) => `COPY --from=build ${workdir(dir)}/${name} ./${name}`),
  user,
  `EXPOSE ${port}`,
  exec('ENTRYPOINT', ['/app']),
]

const javaBuild = {
  maven: (hasWrapper: boolean) => {
    const command = hasWrapper ? './mvnw' : 'mvn'
    return {
      image: (version: string) =>
        hasWrapper ? `eclipse-temurin:${version}-jdk` : `maven:3.9-eclipse-temurin-${version}`,
      fetch: `${command} -B -q dependency:go-offline`,
      build: `rm -rf target && ${command} -B -q package -DskipTests && cp $(ls target/*.jar | grep -v -e -sources -e -javadoc | head -n 1) /app.jar`,
    }
  },
  gradle: (hasWrapper: boolean) => {
    const command = hasWrapper ? './gradlew' : 'gradle'
    return {
      image: (version: string) => (hasWrapper ? `eclipse-temurin:${version}-jdk` : `gradle:8-jdk${version}`),
      fetch: `${command} --no-daemon -q dependencies`,
      build: `rm -rf build/libs && ${command} --no-daemon -q bootJar -x test && cp $(ls build/libs/*.jar | grep -v -e -plain | head -n 1) /app.jar`,
    }
  },
}

export const java = ({ version, manager, hasWrapper, manifests, dir, port }: JavaStack): string[] => {
  const { image, fetch, build } = javaBuild[manager](hasWrapper)
  return [
    `FROM ${image(version)} AS build`,
    'WORKDIR /src',
    ...copyInPlace(manifests),
    ...wrapperFiles(manager, hasWrapper, dir),
    `WORKDIR ${workdir(dir)}`,
    `RUN ${fetch}`,
    'COPY . /src',
    `RUN ${build}`,
    '',
    `FROM eclipse-temurin:${version}-jre`,
    `ENV SERVER_PORT=${port} PORT=${port} JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75`,
    'WORKDIR /app',
    'COPY --from=build /app.jar app.jar',
    user,
    `EXPOSE ${port}`,
    exec('CMD', ['java', '-jar', 'app.jar']),
  ]
}

const wrapperFiles = (manager: JavaStack['manager'], hasWrapper: boolean, dir: string): string[] => {
  if (!hasWrapper) return []
  const [script, folder] = manager === 'maven' ? ['mvnw', '.mvn'] : ['gradlew', 'gradle']
  return [
    `COPY ${below(dir, script)} ${below(dir, '')}`.replace(/ $/, ' ./'),
    `COPY ${below(dir, folder)} ${below(dir, folder)}`,
  ]
}

export const dotnet = ({ version, dir, projectFile, manifests, port }: DotnetStack): string[] => [
  `FROM mcr.microsoft.com/dotnet/sdk:${version} AS build`,
  'WORKDIR /src',
  ...copyInPlace(manifests),
  ...(dir === '.' ? [] : [`WORKDIR ${workdir(dir)}`]),
  `RUN dotnet restore ${projectFile}`,
  'COPY . /src',
  `RUN dotnet publish ${projectFile} --configuration Release --no-restore --output /out`,
  '',
  `FROM mcr.microsoft.com/dotnet/aspnet:${version}`,
  `ENV ASPNETCORE_HTTP_PORTS=${port} DOTNET_EnableDiagnostics=0`,
  'WORKDIR /app',
  'COPY --from=build /out ./',
  user,
  `EXPOSE ${port}`,
  exec('CMD', ['dotnet', `${projectFile.replace(/^.*\//, '').replace(/\.csproj$/, '')}.dll`]),
]
