import { describe, expect, it } from 'vitest'
import { component, express } from './detect-texts.ts'

describe('variables', () => {
  const read = (path: string, text: string, more: Record<string, string> = {}) =>
    component({ 'package.json': express, [path]: text, ...more }).variables.map(
      ({ name, fallback, isRequired }) => [name, fallback, isRequired],
    )

  it.each<[string, string, string, [string, string | undefined, boolean][]]>([
    [
      'of pydantic with other names',
      'a.py',
      'class S(BaseSettings):\n    url: str = Field(\n        ...,\n        alias="DB_DSN",\n    )\n    host: str = Field(default="x")\n',
      [
        ['DB_DSN', undefined, true],
        ['HOST', 'x', false],
      ],
    ],
    [
      'of a settings class’s heirs',
      'a.py',
      'class Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="APP_")\n    a: int = 1\n\nclass S(Base):\n    b: str\n',
      [
        ['APP_A', '1', false],
        ['B', undefined, true],
      ],
    ],
    [
      'of a schema on several lines',
      'a.ts',
      'z.object({\n  A: z\n    .string()\n    .optional(),\n  B: z.string().default("x"),\n}).parse(process.env)\nconst a = process.env.A',
      [
        ['A', undefined, false],
        ['B', 'x', false],
      ],
    ],
    [
      'of Joi',
      'a.ts',
      'ConfigModule.forRoot({ x: Joi.object({\n  A: Joi.string(),\n  B: Joi.string().required(),\n}) })',
      [
        ['A', undefined, false],
        ['B', undefined, true],
      ],
    ],
    [
      'of envalid',
      'a.ts',
      'cleanEnv(process.env, {\n  A: str(),\n  B: num({ default: 5 }),\n})',
      [
        ['A', undefined, true],
        ['B', '5', false],
      ],
    ],
    ['of envconfig', 'a.go', 'A string `envconfig:"A" default:"x"`', [['A', 'x', false]]],
    ['of viper’s structs', 'a.go', 'A string `mapstructure:"DB_SOURCE"`', [['DB_SOURCE', undefined, true]]],
    [
      'of decouple',
      'a.py',
      'config("A", cast=bool)\nconfig("B", cast=int, default=5)',
      [
        ['A', undefined, true],
        ['B', '5', false],
      ],
    ],
    [
      'with a fallback that is no literal',
      'a.go',
      'getEnvDuration("A", time.Second)',
      [['A', undefined, false]],
    ],
    [
      'of the environment by another name',
      'a.ts',
      'export function load(over?: object) {\n  const env = over\n    ? { ...process.env, ...over }\n    : process.env\n  return {\n    a: env.A,\n    b: env.B || "x",\n    c: env.C\n      ? true\n      : undefined,\n    d: other.env.D }\n}',
      [
        ['A', undefined, true],
        ['B', 'x', false],
        ['C', undefined, false],
      ],
    ],
    [
      'that are only asked whether they are there',
      'a.ts',
      "if (!process.env.A) x()\nconst b = process.env.B === 'true'",
      [
        ['A', undefined, false],
        ['B', undefined, false],
      ],
    ],
    [
      'of Ruby that raises',
      'a.rb',
      'ENV.fetch("A") { raise "no" }\nENV.fetch("B") { 5 }',
      [
        ['A', undefined, true],
        ['B', undefined, false],
      ],
    ],
    [
      'of PHP',
      'a.php',
      "getenv('A');\n$_ENV['B'];",
      [
        ['A', undefined, false],
        ['B', undefined, true],
      ],
    ],
    [
      'of dj-database-url',
      'settings.py',
      'DATABASES = {"default": dj_database_url.config()}',
      [['DATABASE_URL', undefined, true]],
    ],
    [
      'of pydantic, behind a type on several lines',
      'a.py',
      'class S(BaseSettings):\n    A: Annotated[\n        list[str] | str, X\n    ] = []\n    B: str = secrets.token_urlsafe(32)\n',
      [
        ['A', undefined, false],
        ['B', undefined, true],
      ],
    ],
    ['of a seed', 'scripts/seed.ts', 'process.env.A', [['A', undefined, false]]],
    ['of a test’s settings', 'playwright.config.ts', 'process.env.A', []],
  ])('%s', (_, path, text, expected) => {
    expect(read(path, text)).toEqual(expected)
  })

  it('of .NET, where no settings file has a value', () => {
    const texts = {
      'a.csproj': 'Sdk="Microsoft.NET.Sdk.Web"',
      'Program.cs':
        'GetConnectionString("Main")\nconfiguration["Jwt:Key"]\nconfiguration["Mail:Host"]\nconfig.GetValue<int>("A:B", 5)',
      'appsettings.json': '{"Mail": {"Host": "smtp"}}',
    }
    expect(
      component(texts).variables.map(({ name, isSecret, isRequired }) => [name, isSecret, isRequired]),
    ).toEqual([
      ['A__B', false, false],
      ['ConnectionStrings__Main', true, true],
      ['Jwt__Key', true, true],
      ['Mail__Host', false, false],
    ])
  })

  it.each<[string, string[], string]>([
    ['a master key', ['config/credentials.yml.enc'], 'RAILS_MASTER_KEY'],
    ['a base for its keys', [], 'SECRET_KEY_BASE'],
  ])('that Rails does not start without: %s', (_, paths, name) => {
    const found = component({ Gemfile: 'gem "rails"\n' }, paths).variables.find((it) => it.name === name)
    expect(found).toMatchObject({ isSecret: true, isRequired: true })
  })

  it('of an example, without its comments', () => {
    const text = 'A=b   # one of b, c\nB="x # y"\nC=\n'
    const { variables } = component({
      'package.json': express,
      '.env.example': text,
      'a.ts': 'process.env.C',
    })
    expect(variables.map(({ name, example, isRequired }) => [name, example, isRequired])).toEqual([
      ['A', 'b', false],
      ['B', 'x # y', false],
      ['C', undefined, false],
    ])
  })

  it.each([
    ['JWT_SALT', true],
    ['SMTP_PASS', true],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', false],
    ['MAX_TOKENS', false],
    ['STRIPE_PUBLISHABLE_KEY', false],
  ])('%s is secret: %s', (name, isSecret) => {
    expect(component({ 'package.json': express, 'a.ts': `process.env.${name}` }).variables[0]?.isSecret).toBe(
      isSecret,
    )
  })

  it('of a build tool’s settings are read when the image is built, by no browser', () => {
    const texts = {
      'package.json': express,
      'vite.config.ts': "process.env.VITE_TARGET || 'x'\nprocess.env.B",
    }
    expect(component(texts).variables.map(({ name, phase, audience }) => [name, phase, audience])).toEqual([
      ['B', 'build', 'cluster'],
      ['VITE_TARGET', 'build', 'cluster'],
    ])
  })
})
