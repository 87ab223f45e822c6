import { describe, expect, it } from 'vitest'
import { detect } from './detect-texts.ts'

const web = (more = '') => `<Project Sdk="Microsoft.NET.Sdk.Web">\n${more}`
const solution = {
  'Api/Web/Web.csproj': web('<ProjectReference Include="..\\Persistence\\Persistence.csproj" />'),
  'Api/Persistence/Persistence.csproj':
    '<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="9" />',
  'Api/Persistence/Db.cs': 'UseNpgsql(config.GetConnectionString("Main"))',
  'Api/Persistence/Migrations/2025_Init.cs': '',
  'Api/Dockerfile': [
    'FROM mcr.microsoft.com/dotnet/aspnet:9.0 AS base',
    'EXPOSE 8000',
    'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build',
    'COPY ["Web/Web.csproj", "Web/"]',
    'COPY ["Persistence/Persistence.csproj", "Persistence/"]',
    'COPY . .',
    'FROM base AS final',
    'COPY --from=build /out .',
    'ENTRYPOINT ["dotnet", "Web.dll"]',
  ].join('\n'),
}

describe('a solution of several projects', () => {
  const { components, roles } = detect(solution)
  const found = components.find(({ dir }) => dir === 'Api/Web')!

  it('is the one that serves, with what the others bring', () => {
    expect(roles.backend.candidates.map(({ dir }) => dir)).toEqual(['Api/Web'])
    expect(found.database?.value.kind).toBe('postgresql')
    expect(found.databaseParts.map(({ variable }) => variable)).toEqual(['ConnectionStrings__Main'])
    expect(found.migrations?.value.tool).toBe('Entity Framework')
  })

  it('has the Dockerfile that starts its program, and the folder around them as context', () => {
    expect(found.dockerfile?.value).toBe('Api/Dockerfile')
    expect(found.context?.value).toBe('Api')
  })

  it('listens where the stage says that its image is made from', () => {
    expect(found.port).toMatchObject({ value: 8000, source: 'Api/Dockerfile:2 EXPOSE' })
  })
})

describe('the database of .NET', () => {
  const found = (source: string) => {
    const { components } = detect({
      'api/a.csproj': web('<PackageReference Include="Npgsql" Version="9" />'),
      'api/Program.cs': source,
    })
    const { databaseForm, databaseVariable, databaseParts } = components[0]!
    return {
      form: databaseForm?.value,
      variable: databaseVariable?.value,
      parts: databaseParts.map(({ variable, part }) => `${variable}=${part}`),
    }
  }
  const parts = ['DB_HOST=host', 'DB_PASSWORD=password']

  it.each([
    ['a connection string', 'GetConnectionString("A")', ['ConnectionStrings__A=npgsql']],
    [
      'a connection string, that it looks into',
      'var it = new NpgsqlConnectionStringBuilder(text);\nGetConnectionString("A")',
      ['ConnectionStrings__A=npgsql'],
    ],
    [
      'parts, in a text',
      '$"Host={configuration["DB_HOST"]};" +\n$"Password={configuration["DB_PASSWORD"]}"',
      parts,
    ],
    [
      'parts, in a builder',
      'new NpgsqlConnectionStringBuilder\n{\nHost = configuration["DB_HOST"],\nPassword = configuration["DB_PASSWORD"]',
      parts,
    ],
  ])('is %s', (_, source, expected) => {
    expect(found(source).parts).toEqual(expected)
  })

  it('is a URL, where the source takes it apart', () => {
    const source =
      'var uri = new Uri(Environment.GetEnvironmentVariable("DATABASE_URL"));\n$"Host={uri.Host};Port={uri.Port}"'
    expect(found(source)).toEqual({ form: undefined, variable: 'DATABASE_URL', parts: [] })
  })
})
