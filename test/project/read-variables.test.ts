import { describe, expect, it } from 'vitest'
import { isManifest } from '../../src/project/is-manifest.ts'
import { isSource } from '../../src/project/project-files.ts'
import { component, detect, express, json } from './detect-texts.ts'

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
      'of a list that the server goes through',
      'a.ts',
      "const requiredEnv: string[] = [\n  'A',\n  'B',\n]\nfor (const name of requiredEnv) if (!process.env[name]) throw new Error(name)",
      [
        ['A', undefined, true],
        ['B', undefined, true],
      ],
    ],
    [
      'of a list whose names are told apart',
      'a.ts',
      "const required = ['A', 'B'] as const\nconst missing = required.filter((it) => !process.env[it])",
      [
        ['A', undefined, true],
        ['B', undefined, true],
      ],
    ],
    [
      'of a list that is handed on, by what it is called',
      'a.ts',
      "const REQUIRED_VARS = ['A']\nfunction check(names) {\n  for (const name of names) if (!process.env[name]) throw new Error(name)\n}\ncheck(REQUIRED_VARS)",
      [['A', undefined, true]],
    ],
    [
      'of a list of something else, beside variables by any name',
      'a.ts',
      "const requiredRoles = ['ADMIN', 'USER']\nconst read = (name) => process.env[name]\nconst a = process.env.A\nrequiredRoles.every((role) => user.has(role))",
      [['A', undefined, true]],
    ],
    [
      'of a list of something else',
      'a.ts',
      "const requiredRoles = ['ADMIN']\nprocess.env.A",
      [['A', undefined, true]],
    ],
    [
      'that are asked before they are used',
      'a.ts',
      'if (process.env.DSN) {\n  init({\n    a: 1,\n    b: 2,\n    dsn: process.env.DSN,\n  })\n}\nuse(process.env.KEY)',
      [
        ['DSN', undefined, false],
        ['KEY', undefined, true],
      ],
    ],
    [
      'that are asked in one place and demanded in another',
      'a.ts',
      'if (process.env.DSN) {\n  init(process.env.DSN)\n}\nuse(process.env.DSN)',
      [['DSN', undefined, true]],
    ],
    [
      'whose absence a constant complains of',
      'a.ts',
      "const TOKEN = process.env.TOKEN || ''\nif (!TOKEN) throw new Error('no token')",
      [['TOKEN', undefined, true]],
    ],
    [
      'whose constant is asked where it can’t be empty',
      'a.ts',
      "const LEVEL = process.env.LEVEL ?? 'info'\nif (!LEVEL) throw new Error('never')",
      [['LEVEL', 'info', false]],
    ],
    [
      'whose constant shares its name with another one',
      'a.ts',
      "const user = process.env.SMTP_USER ?? ''\nasync function find() {\n  const user = await one()\n  if (!user) {\n    throw new NotFound()\n  }\n}",
      [['SMTP_USER', undefined, false]],
    ],
    [
      'whose constant has the name of something far below',
      'a.ts',
      `const user = process.env.SMTP_USER ?? ''\n${'\n'.repeat(20)}function f({ user }) {\n  if (!user) throw new NotFound()\n}`,
      [['SMTP_USER', undefined, false]],
    ],
    ['behind question marks', 'a.ts', "import.meta?.env?.A ?? 'x'", [['A', 'x', false]]],
    [
      'of TypeBox',
      'a.ts',
      "const EnvSchema = Type.Object({\n  A: Type.String({ minLength: 1 }),\n  B: Type.String({ default: 'x' }),\n  C: Type.Optional(Type.String()),\n})\nValue.Parse(EnvSchema, process.env)",
      [
        ['A', undefined, true],
        ['B', 'x', false],
        ['C', undefined, false],
      ],
    ],
    [
      'of no translations',
      'a.ts',
      "const labels = {\n  PENDING: t('status.pending'),\n  TYPE: Type(1),\n}\nprocess.env.A",
      [['A', undefined, true]],
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
      'of Python that can’t do with None',
      'a.py',
      'PORT_A = int(os.getenv("PORT_A"))\nHOSTS = os.environ.get("HOSTS").split(",")\nSECRET_KEY = os.getenv("DJANGO_KEY")\nLEVEL = os.getenv("LEVEL")\nX = int(os.getenv("X") or 1)\nY = int(os.getenv("Y")) if os.getenv("Y") else 1\n',
      [
        ['DJANGO_KEY', undefined, true],
        ['HOSTS', undefined, true],
        ['LEVEL', undefined, false],
        ['PORT_A', undefined, true],
        ['X', undefined, false],
        ['Y', undefined, false],
      ],
    ],
    [
      'of pydantic, by another name in the type',
      'a.py',
      'class S(BaseSettings):\n    database_url: Annotated[str, Field(alias="POSTGRES_URL")]\n',
      [['POSTGRES_URL', undefined, true]],
    ],
    [
      'of pydantic’s classes in others',
      'a.py',
      'class Run(BaseModel):\n    port: int = 8000\n\nclass Pool(BaseModel):\n    size: int = 5\n\nclass Db(BaseModel):\n    url: PostgresDsn\n    pool: Pool = Pool()\n\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_nested_delimiter="__", env_prefix="APP__")\n    run: Run = Run()\n    db: Db\n    debug: bool = False\n',
      [
        ['APP__DB__POOL__SIZE', '5', false],
        ['APP__DB__URL', undefined, true],
        ['APP__DEBUG', undefined, false],
        ['APP__RUN__PORT', '8000', false],
      ],
    ],
    [
      'of pydantic, one of a list of words',
      'a.py',
      'class Env(str, Enum):\n    local = "local"\n\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_nested_delimiter="__")\n    environment: Env\n    stage: Env = "local"\n',
      [
        ['ENVIRONMENT', undefined, true],
        ['STAGE', 'local', false],
      ],
    ],
    [
      'of pydantic’s classes that are read on their own',
      'a.py',
      'class Db(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="DB_")\n    host: str\n\nclass S(BaseSettings):\n    db: Db = Field(default_factory=Db)\n    key: str\n',
      [
        ['DB_HOST', undefined, true],
        ['KEY', undefined, true],
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
    [
      'of a project’s own helper',
      'a.ts',
      "env.require('SITE')\nenv.tryGetNumber('SIZE', 3)\nenv.tryGet('MORE')\nenv.set('OTHER', 'x')",
      [
        ['MORE', undefined, false],
        ['SITE', undefined, true],
        ['SIZE', '3', false],
      ],
    ],
    [
      'of Sentry, which takes nothing for being switched off',
      'a.ts',
      'Sentry.init({\n  dsn: process.env.SENTRY_DSN,\n  key: process.env.OTHER_DSN,\n})',
      [
        ['OTHER_DSN', undefined, true],
        ['SENTRY_DSN', undefined, false],
      ],
    ],
    [
      'of convict',
      'src/config.ts',
      `import convict from 'convict'
export const config = convict({
  env: { format: ['production', 'test'], default: 'test', env: 'APP_STAGE' },
  db: {
    host: {
      doc: 'Where the database is',
      format: String,
      default: 'localhost',
      env: 'DB_HOST',
    },
    password: { format: String, env: 'DB_PASS', default: null, sensitive: true },
    pool: { format: 'int', default: 10, env: 'DB_POOL' },
  },
  mail: { env: 'MAIL_FROM', default: null, nullable: true, format: String },
  name: { env: 'SITE_NAME', default: '', format: String },
})`,
      [
        ['APP_STAGE', 'test', false],
        ['DB_HOST', 'localhost', false],
        ['DB_PASS', undefined, true],
        ['DB_POOL', '10', false],
        ['MAIL_FROM', undefined, false],
        ['SITE_NAME', undefined, false],
      ],
    ],
    [
      'of Strapi’s helpers',
      'config/server.ts',
      "env.array('APP_KEYS')\nenv.oneOf('LEVEL', ['a', 'b'])",
      [
        ['APP_KEYS', undefined, true],
        ['LEVEL', undefined, false],
      ],
    ],
    [
      'of Laravel, which does without',
      'config/mail.php',
      "'a' => env('MAIL_HOST'),\n'b' => env('MAIL_PORT', 25),",
      [
        ['MAIL_HOST', undefined, false],
        ['MAIL_PORT', '25', false],
      ],
    ],
    [
      'that somebody complains about',
      'a.ts',
      'if (!process.env.A) {\n  throw new Error("A")\n}\nif (process.env.X && !process.env.B) {\n  throw new Error("B")\n}\nif (!process.env.C) return',
      [
        ['A', undefined, true],
        ['B', undefined, false],
        ['C', undefined, false],
        ['X', undefined, false],
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
      'of a struct that figment fills',
      'a.rs',
      '#[derive(Debug, Deserialize)]\npub struct Config {\n    pub bind: String,\n    pub s3_endpoint: Option<String>,\n    #[serde(default)]\n    pub oauth: String,\n}\nFigment::new().merge(Env::prefixed("APP_"))',
      [
        ['APP_BIND', undefined, true],
        ['APP_OAUTH', undefined, false],
        ['APP_S3_ENDPOINT', undefined, false],
      ],
    ],
    [
      'of a struct that has a default as a whole',
      'a.rs',
      '#[derive(Debug, Deserialize)]\n#[serde(default)]\npub struct Config {\n    pub bind: String,\n}\nFigment::new().merge(Env::prefixed("APP_"))',
      [['APP_BIND', undefined, false]],
    ],
    [
      'of a struct whose defaults figment is given',
      'a.rs',
      '#[derive(Serialize, Deserialize)]\npub struct Config {\n    pub bind: String,\n}\nFigment::from(Serialized::defaults(Config::default())).merge(Env::prefixed("APP_"))',
      [['APP_BIND', undefined, false]],
    ],
    [
      'of a struct that figment is given one value of',
      'a.rs',
      '#[derive(Deserialize)]\npub struct Config {\n    pub bind: String,\n    pub port: u16,\n}\nFigment::from(Serialized::default("port", 8080)).merge(Env::prefixed("APP_"))',
      [
        ['APP_BIND', undefined, true],
        ['APP_PORT', '8080', false],
      ],
    ],
    [
      'of a struct that figment begins with',
      'a.rs',
      '#[derive(Serialize, Deserialize)]\npub struct Config {\n    pub bind: String,\n}\nFigment::from(Config::default())\n    .merge(Env::prefixed("APP_"))',
      [['APP_BIND', undefined, false]],
    ],
    [
      'of a struct that envy fills, beside another one',
      'a.rs',
      '#[derive(Deserialize)]\nstruct Body { text: String }\n#[derive(Deserialize)]\nstruct Settings {\n    #[serde(rename = "PG_URL")]\n    database: String,\n}\nenvy::from_env::<Settings>()',
      [['PG_URL', undefined, true]],
    ],
    [
      'of Go, by what it does about an empty one',
      'a.go',
      'c := &C{\n\tPort: os.Getenv("A"),\n\tUrl: os.Getenv("B"),\n}\nif c.Port == "" {\n\tc.Port = "8080"\n}\nif c.Url == "" {\n\treturn nil, err\n}',
      [
        ['A', '8080', false],
        ['B', undefined, true],
      ],
    ],
    [
      'of Go, which goes on with something else',
      'a.go',
      'a := os.Getenv("A")\nif a == "" {\n\tslog.Warn("no A")\n\treturn []string{fallback}\n}\nb := os.Getenv("B")\nif b == "" {\n\tlog.Println("no B")\n\tos.Exit(1)\n}',
      [
        ['A', undefined, false],
        ['B', undefined, true],
      ],
    ],
    [
      'of Elixir, which complains only where it is told to',
      'config/runtime.exs',
      'a = System.get_env("A")\nb =\n  System.get_env("B") ||\n    raise "B is missing"\nc = System.fetch_env!("C")',
      [
        ['A', undefined, false],
        ['B', undefined, true],
        ['C', undefined, true],
      ],
    ],
    [
      'of django-environ’s scheme on one line',
      'a.py',
      'env = environ.Env(A=(bool, False), B=(str, "x"))\nA = env("A")\nB = env("B")\nC = env("C")',
      [
        ['A', undefined, false],
        ['B', 'x', false],
        ['C', undefined, true],
      ],
    ],
    [
      'of django-environ’s scheme',
      'a.py',
      'env = environ.Env(\n    A=(bool, False),\n    B=(str, "x"),\n    C=(str, ""),\n)\nenv("A")\nenv("B")\nenv("C")',
      [
        ['A', undefined, false],
        ['B', 'x', false],
        ['C', undefined, true],
      ],
    ],
    [
      'of Rust, with what stands in on the next line',
      'a.rs',
      'a: env::var("A")\n    .unwrap_or_else(|_| "x".into()),\nb: env::var("B")?,',
      [
        ['A', undefined, false],
        ['B', undefined, true],
      ],
    ],
    [
      'of Nuxt, by the keys of its runtime settings',
      'nuxt.config.ts',
      "export default defineNuxtConfig({\n  modules: ['a'],\n  runtimeConfig: {\n    mail: { apiKey: process.env.MAIL_KEY }, // {\n    apiBase: 'http://localhost:8000',\n    list: ['a', 'b'],\n    public: {\n      siteUrl: '',\n    },\n  },\n  site: { url: process.env.SITE },\n})",
      [
        ['NUXT_API_BASE', 'http://localhost:8000', false],
        ['NUXT_LIST', undefined, false],
        ['NUXT_MAIL_API_KEY', undefined, true],
        ['NUXT_PUBLIC_SITE_URL', undefined, true],
        ['SITE', undefined, true],
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
      'of viper’s keys',
      'config.go',
      'viper.SetEnvPrefix("SHOP")\nviper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))\nviper.AutomaticEnv()\nviper.SetDefault("server.port", 8085)\na := viper.GetInt("server.port")\nb := viper.GetString("jwt.secret")\nviper.BindEnv("db.url", "DATABASE_URL")\n',
      [
        ['DATABASE_URL', undefined, false],
        ['SHOP_JWT_SECRET', undefined, true],
        ['SHOP_SERVER_PORT', '8085', false],
      ],
    ],
    [
      'of viper’s keys that something holds, or that nothing is a value of',
      'config.go',
      'viper.AutomaticEnv()\nviper.SetDefault("debug", false)\nviper.SetDefault("prefix", "")\nviper.BindPFlag("level", cmd.Flags().Lookup("level"))\nviper.GetString("debug")\nviper.GetString("prefix")\nviper.GetString("level")\nviper.GetBool("colour")\nviper.GetInt("limit")\nviper.GetString("key")\n',
      [
        ['COLOUR', undefined, false],
        ['DEBUG', undefined, false],
        ['KEY', undefined, true],
        ['LEVEL', undefined, false],
        ['LIMIT', undefined, false],
        ['PREFIX', undefined, false],
      ],
    ],
    [
      'of viper’s keys beside flags that are all of them its own',
      'config.go',
      'viper.AutomaticEnv()\nviper.BindPFlags(cmd.Flags())\nviper.GetString("key")\n',
      [['KEY', undefined, false]],
    ],
    ['of viper’s file only', 'config.go', 'a := viper.GetString("jwt.secret")\n', []],
    [
      'of koanf’s keys',
      'config.go',
      'k := koanf.New(".")\nk.Load(env.Provider("APP_", ".", func(s string) string {\nreturn strings.ReplaceAll(s, "__", ".")\n}), nil)\na := k.String("database.url")\n',
      [['APP_DATABASE__URL', undefined, true]],
    ],
    [
      'of koanf’s keys that it can’t do without',
      'config.go',
      'k := koanf.New(".")\nk.Load(env.Provider("APP_", ".", nil), nil)\nk.Bool("debug")\nk.MustInt("limit")\nk.Strings("hosts")\n',
      [
        ['APP_DEBUG', undefined, false],
        ['APP_HOSTS', undefined, false],
        ['APP_LIMIT', undefined, true],
      ],
    ],
    [
      'of koanf’s keys beside defaults',
      'config.go',
      'k := koanf.New(".")\nk.Load(confmap.Provider(map[string]any{"key": "x"}, "."), nil)\nk.Load(env.Provider("APP_", ".", nil), nil)\nk.String("key")\n',
      [['APP_KEY', undefined, false]],
    ],
    [
      'of envconfig, in small letters',
      'config.go',
      'type C struct {\n\tDb string `envconfig:"database_url" required:"true"`\n\tPort int `envconfig:"port" default:"8080"`\n}',
      [
        ['DATABASE_URL', undefined, true],
        ['PORT', '8080', false],
      ],
    ],
    [
      'of Elixir’s Dotenvy',
      'config/runtime.exs',
      'username: env!("DB_USER"),\nport: env!("PORT", :integer, 4000),',
      [
        ['DB_USER', undefined, true],
        ['PORT', undefined, false],
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
    [
      'that nginx’s image fills in',
      'default.conf.template',
      'proxy_pass ${BACKEND_URL};\nproxy_set_header Host $host;',
      [['BACKEND_URL', undefined, true]],
    ],
    ['of a seed', 'scripts/seed.ts', 'process.env.A', [['A', undefined, false]]],
    ['of a test’s settings', 'playwright.config.ts', 'process.env.A', []],
  ])('%s', (_, path, text, expected) => {
    expect(read(path, text)).toEqual(expected)
  })

  it('of a list with a type, each on its own line', () => {
    const text = "const requiredEnv: string[] = [\n'A',\n'B',\n]\nrequiredEnv.map((it) => process.env[it])"
    const { variables } = component({ 'package.json': express, 'a.ts': text })
    expect(variables.map(({ source }) => source)).toEqual(['api/a.ts:2', 'api/a.ts:3'])
  })

  it('in no time beside a line that a tool has made', { timeout: 10_000 }, () => {
    const text = `const x = process.env.A || ''\n${'if (!x) y; '.repeat(1500)}`
    expect(read('a.ts', text)).toEqual([['A', undefined, false]])
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

  it.each([
    ['a fallback on the next line', 'configuration["A"]\n  ?? "x";', [['A', false]]],
    ['an exception on the next line', 'configuration["A"]\n  ?? throw new X();', [['A', true]]],
    [
      'what the program writes there itself',
      'builder.Configuration["A:B"] = Environment.GetEnvironmentVariable("C") ?? "x";\nconfig["A:B"];\nconfiguration["A:B"];',
      [
        ['A__B', false],
        ['C', false],
      ],
    ],
    [
      'a connection that the program makes of a URL',
      'GetConnectionString("Main");\nconfiguration["ConnectionStrings:Main"] = convert(x);',
      [['ConnectionStrings__Main', false]],
    ],
  ])('of .NET, with %s', (_, text, expected) => {
    const texts = { 'a.csproj': 'Sdk="Microsoft.NET.Sdk.Web"', 'Program.cs': text }
    expect(component(texts).variables.map(({ name, isRequired }) => [name, isRequired])).toEqual(expected)
  })

  it.each(['config.toml', 'Configuration.toml', 'settings/base.toml', 'config/default.yaml'])(
    'of Rust, which %s has a value of',
    (path) => {
      const texts = {
        'Cargo.toml': '[dependencies]\naxum = "0.8"\n',
        'a.rs': '#[derive(Deserialize)]\nstruct Config {\n  log: String,\n}\nEnvironment::with_prefix("APP")',
        [path]: path.endsWith('toml') ? 'log = "info"\n' : 'log: info\n',
      }
      const read = Object.fromEntries(Object.entries(texts).filter(([it]) => isManifest(it) || isSource(it)))
      expect(component(read).variables).toMatchObject([{ fallback: 'info', isRequired: false }])
    },
  )

  it('of Rust’s structs inside structs, by their whole names', () => {
    const texts = {
      'Cargo.toml': '[dependencies]\naxum = "0.8"\nconfig = "0.15"\n',
      'config/default.toml': 'log = "info"\n[server]\nport = 3001\n[mail]\nkey = ""\n',
      'src/settings.rs':
        '#[derive(Deserialize)]\npub struct Settings {\n    pub server: Server,\n    pub mail: Option<crate::mail::Mail>,\n    pub log: String,\n}\n#[derive(Deserialize)]\npub struct Server {\n    pub host: String,\n    pub port: u16,\n    pub origin: Option<String>,\n}\nConfig::builder()\n    .set_default("server.host", "127.0.0.1")?\n    .add_source(File::with_name("config/default"))\n    .add_source(Environment::with_prefix("APP").separator("__"))\n    .build()?\n    .try_deserialize::<Settings>()',
      'src/mail.rs':
        '#[derive(Deserialize)]\npub struct Mail {\n    pub key: String,\n    pub from: String,\n}',
    }
    expect(
      component(texts).variables.map(({ name, fallback, isRequired }) => [name, fallback, isRequired]),
    ).toEqual([
      ['APP__LOG', 'info', false],
      ['APP__MAIL__FROM', undefined, false],
      ['APP__MAIL__KEY', undefined, false],
      ['APP__SERVER__HOST', '127.0.0.1', false],
      ['APP__SERVER__ORIGIN', undefined, false],
      ['APP__SERVER__PORT', '3001', false],
    ])
  })

  it.each([
    [
      'what it says',
      'Environment::with_prefix("app").prefix_separator("_").separator("__")',
      '0.15',
      'APP_DB__URL',
    ],
    ['what it did before', 'Environment::with_prefix("app").separator("__")', '0.11', 'APP_DB__URL'],
    ['no prefix', 'Environment::default().separator("__")', '0.15', 'DB__URL'],
    ['figment', 'Env::prefixed("APP_").split("__")', '0.15', 'APP_DB__URL'],
  ])('of Rust’s structs inside structs, with %s', (_, source, version, name) => {
    const texts = {
      'Cargo.toml': `[dependencies]\naxum = "0.8"\nconfig = "${version}"\n`,
      'a.rs': `#[derive(Deserialize)]\nstruct Db {\n  url: String,\n}\n#[derive(Deserialize)]\nstruct AppConfig {\n  db: Db,\n}\n${source}`,
    }
    expect(component(texts).variables).toMatchObject([{ name, isRequired: true, isSecret: true }])
  })

  it.each<[string, Record<string, string>, [string, string | undefined, boolean][]]>([
    [
      'Go',
      {
        'a/utils.go':
          'func GetOr(key, other string) string {\n\tif v, ok := os.LookupEnv(key); ok {\n\t\treturn v\n\t}\n\treturn other\n}\nfunc must(k string) string {\n\tv := os.Getenv(k)\n\tif v == "" {\n\t\tpanic(k)\n\t}\n\treturn v\n}\nvar key = must("API_KEY")',
        'main.go': 'utils.GetOr("DB_HOST", "localhost")\nother("X_Y", "z")',
      },
      [
        ['API_KEY', undefined, true],
        ['DB_HOST', 'localhost', false],
      ],
    ],
    [
      'Python',
      {
        'a.py':
          'def _read(key: str, default: str = "") -> str:\n    """Reads it."""\n    return os.environ.get(key, default)\n\nA = _read("A", "x")\nB = _read("B")\n',
      },
      [
        ['A', 'x', false],
        ['B', undefined, false],
      ],
    ],
    [
      'Rust',
      {
        'a.rs':
          'fn required(key: &str) -> String {\n    env::var(key).unwrap_or_else(|_| panic!("{key}"))\n}\nlet a = required("A");',
      },
      [['A', undefined, true]],
    ],
    [
      'JavaScript',
      {
        'a.ts':
          'const required = (name: string): string => {\n  const value = process.env[name]\n  if (!value) throw new Error(name)\n  return value\n}\nfunction optional(name: string) {\n  return process.env[name]\n}\nrequired("A")\noptional("B")',
      },
      [
        ['A', undefined, true],
        ['B', undefined, true],
      ],
    ],
    [
      'Java',
      {
        'A.java':
          'private static String setting(String key, String other) {\n  String value = System.getenv(key);\n  return value == null ? other : value;\n}\nsetting("A", "x");',
      },
      [['A', 'x', false]],
    ],
  ])('that a function of the project’s own reads, in %s', (_, texts, expected) => {
    const found = component({ 'package.json': express, ...texts }).variables
    expect(found.map(({ name, fallback, isRequired }) => [name, fallback, isRequired])).toEqual(expected)
  })

  it.each<[string, string[], string]>([
    ['a master key', ['config/credentials.yml.enc'], 'RAILS_MASTER_KEY'],
    ['a base for its keys', [], 'SECRET_KEY_BASE'],
  ])('that Rails does not start without: %s', (_, paths, name) => {
    const found = component({ Gemfile: 'gem "rails"\n' }, paths).variables.find((it) => it.name === name)
    expect(found).toMatchObject({ isSecret: true, isRequired: true })
  })

  it.each<[string, string, boolean]>([
    ['for a server in another language', 'a.go', false],
    ['for a tool that knows no such prefix', 'a.ts', false],
  ])('PUBLIC_ means no browser: %s', (_, path, isForBrowsers) => {
    const text = { 'a.go': 'os.Getenv("PUBLIC_URL")', 'a.ts': 'process.env.PUBLIC_URL' }[path]!
    const [variable] = component({ 'package.json': express, [path]: text }).variables
    expect(variable?.audience === 'browser').toBe(isForBrowsers)
  })

  it('of compose count, read or not, and as open as it leaves them', () => {
    const { components } = detect({
      'api/package.json': express,
      'api/a.ts': 'process.env.SESSION_SECRET',
      'compose.yml':
        'services:\n  api:\n    build: ./api\n    environment:\n      APP_DB: postgres://a:b@db/c\n      SESSION_SECRET: ${SESSION_SECRET:-}\n',
    })
    const [api] = components
    expect(api?.databaseVariable).toMatchObject({ value: 'APP_DB', source: 'compose.yml:2 api' })
    expect(api?.variables.map(({ name, isOptional }) => [name, isOptional])).toEqual([
      ['APP_DB', false],
      ['SESSION_SECRET', true],
    ])
  })

  it('take their example from the project’s own file, when the folder has none', () => {
    const { components } = detect({
      'api/package.json': express,
      'api/a.ts': 'process.env.REGION\nprocess.env.KEY || ""',
      '.env.example': 'REGION=eu\nKEY=abc\nOTHER=1\n',
    })
    const api = components.find(({ dir }) => dir === 'api')!
    expect(api.variables.map(({ name, example, isOptional }) => [name, example, isOptional])).toEqual([
      ['KEY', undefined, false],
      ['REGION', 'eu', false],
    ])
  })

  it('that the image sets are not demanded again', () => {
    const { variables } = component({
      'go.mod': 'module x',
      'a.go': 'os.Getenv("CONF_PATH")\nos.Getenv("LEVEL")\nos.Getenv("REGION")\nos.Getenv("API_KEY")\n',
      Dockerfile: 'FROM alpine\nENV CONF_PATH "conf.yaml"\nENV LEVEL=info REGION=$REGION API_KEY=x\n',
    })
    expect(variables.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['API_KEY', true],
      ['CONF_PATH', false],
      ['LEVEL', false],
      ['REGION', true],
    ])
  })

  it('of Python are needed where the example shows a value, and the source takes None instead', () => {
    const { variables } = component({
      'requirements.txt': 'fastapi',
      'a.py': 'KEY_SECRET = os.getenv("KEY_SECRET")\nMAIL_TOKEN = os.getenv("MAIL_TOKEN")\n',
      '.env.example': 'KEY_SECRET=abc\n',
    })
    expect(variables.map(({ name, isOptional }) => [name, isOptional])).toEqual([
      ['KEY_SECRET', false],
      ['MAIL_TOKEN', true],
    ])
  })

  it('of the database go by one name, whatever else an example shows', () => {
    const { variables, databaseVariable } = component({
      'requirements.txt': 'flask\npsycopg2\n',
      'a.py': 'URI = os.getenv("DATABASE_URL", "sqlite:///a.db")\n',
      '.env.example': 'SQLALCHEMY_DATABASE_URI=sqlite:///a.db\n',
    })
    expect(databaseVariable?.value).toBe('DATABASE_URL')
    expect(variables.find(({ name }) => name === 'SQLALCHEMY_DATABASE_URI')?.isOptional).toBe(true)
  })

  it.each([
    ['a file', 'MAIN_DB = os.getenv("MAIN_STORE", "sqlite:///a.db")', 'MAIN_STORE'],
    ['PostgreSQL', 'class S(BaseSettings):\n    store: str = "postgresql+asyncpg://localhost/x"', 'STORE'],
    ['a name with a prefix', 'x = os.environ["MY_SHOP__DB__URL"]', 'MY_SHOP__DB__URL'],
    ['a name', 'x = os.environ["SQLALCHEMY_CONNECTION_URL"]', 'SQLALCHEMY_CONNECTION_URL'],
  ])('of the database are known by %s', (_, text, name) => {
    const texts = { 'requirements.txt': 'sqlalchemy\npsycopg2\n', 'a.py': text }
    expect(component(texts).databaseVariable?.value).toBe(name)
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

  it.each<[string, Record<string, string>]>([
    [
      'JSON',
      {
        'config/custom-environment-variables.json': json({
          log: { level: 'LOG_LEVEL' },
          key: { a: 'API_KEY' },
        }),
        'config/default.json': json({ log: { level: 'debug' }, key: { a: null } }),
        'config/production.json': json({ log: { level: 'info' } }),
      },
    ],
    [
      'YAML',
      {
        'config/custom-environment-variables.yaml': 'log:\n  level: LOG_LEVEL\nkey:\n  a: API_KEY\n',
        'config/default.yaml': 'log:\n  level: info # or debug\n',
      },
    ],
  ])('are those that node-config is told of in %s', (_, texts) => {
    expect(read('package.json', express, texts)).toEqual([
      ['API_KEY', undefined, true],
      ['LOG_LEVEL', 'info', false],
    ])
  })

  it('of tests only are asked for where the server does not start without', () => {
    const text = 'class S(BaseSettings):\n    test_database_url: str\n'
    const { variables } = component({ 'requirements.txt': 'litestar\nasyncpg\n', 'a.py': text })
    expect(variables[0]).toMatchObject({ name: 'TEST_DATABASE_URL', isRequired: true })
  })

  it('of tests only are not asked for', () => {
    const compose =
      'services:\n  back:\n    build: ./api\n    environment:\n      MAIN_DB: postgres://u:p@db/x\n      TEST_MAIN_DB: postgres://u:p@db/y\n'
    const { components } = detect({
      'compose.yaml': compose,
      'api/package.json': json({ dependencies: { pg: '8' } }),
      'api/a.ts': 'process.env.MAIN_DB\nprocess.env.TEST_MAIN_DB || ""',
    })
    const api = components.find(({ dir }) => dir === 'api')!
    expect(api.databaseVariable).toMatchObject({ value: 'MAIN_DB', conflicts: [] })
    expect(api.variables.find(({ name }) => name === 'TEST_MAIN_DB')).toMatchObject({
      isRequired: false,
      isOptional: true,
    })
  })

  it('of a schema are demanded, whatever an example leaves empty', () => {
    const texts = {
      'package.json': express,
      'env.ts': 'z.object({\n  BUCKET: z.string(),\n  REGION: z.string().optional(),\n}).parse(process.env)',
      'a.ts': 'process.env.OWNER',
      '.env.example': 'BUCKET=\nREGION=\nOWNER=\n',
    }
    expect(component(texts).variables.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['BUCKET', true],
      ['OWNER', false],
      ['REGION', false],
    ])
  })

  it.each([
    ['JWT_SALT', true],
    ['SMTP_PASS', true],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', false],
    ['MAX_TOKENS', false],
    ['OAUTH_REDIRECT_URL', false],
    ['NOCODB_BASE_URL', false],
    ['MYDB_URL', true],
    ['SQL_CONN_STRING', true],
    ['DIRECT_URL', true],
    ['APP_KEYS', true],
    ['STRIPE_PUBLISHABLE_KEY', false],
    ['JWT_SECRET_KEY_FILE', false],
  ])('%s is secret: %s', (name, isSecret) => {
    expect(component({ 'package.json': express, 'a.ts': `process.env.${name}` }).variables[0]?.isSecret).toBe(
      isSecret,
    )
  })

  it('are secret where compose gives them an address with a password', () => {
    const { components } = detect({
      'compose.yaml':
        'services:\n  api:\n    build: ./api\n    environment:\n      GOOSE_URL: postgres://${U}:${P}@db/x\n      GOOSE_DIR: sql\n',
      'api/package.json': express,
      'api/a.ts': 'connect(process.env.DATABASE_URL)',
      'api/Dockerfile': 'FROM node:22\n',
    })
    const found = components[0]!.variables.map(({ name, isSecret, isOptional }) => [
      name,
      isSecret,
      isOptional,
    ])
    expect(found).toEqual([
      ['DATABASE_URL', true, false],
      ['GOOSE_DIR', false, false],
      ['GOOSE_URL', true, false],
    ])
  })

  it.each<[string, string, string, boolean]>([
    ['in an address', 'a.ts', 'fetch(`https://x/?apikey=${process.env.API}&s=1`)', true],
    ['in a header', 'a.ts', 'headers: { Authorization: `Bearer ${process.env.MAPS}` }', true],
    ['in a header of Python', 'a.py', 'h = f"Bearer {os.environ[\'MAPS\']}"', true],
    ['to a client', 'a.ts', 'new Maps({ apiKey: process.env.MAPS })', true],
    ['to what signs', 'a.ts', 'jwt.sign({ id }, process.env.SIGNER)', true],
    ['to a strategy', 'a.ts', "secretOrKey: config.get<string>('SIGNER')", true],
    ['as an address', 'a.ts', 'fetch(`${process.env.MAPS}/?token=${x}`)', false],
    ['to what checks, when it is public', 'a.ts', 'jwt.verify(token, process.env.PUBLIC_PEM)', false],
    ['as how long it holds', 'a.ts', 'tokenTtl: process.env.HOLDS', false],
  ])('are secret by what they are given to, %s', (_, path, text, isSecret) => {
    expect(component({ 'package.json': express, [path]: text }).variables[0]?.isSecret).toBe(isSecret)
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

it('of pydantic, where classes of two files are called like what the other’s are made from', () => {
  const { variables } = component({
    'requirements.txt': 'fastapi\n',
    'a.py': 'from pydantic import BaseModel\n\nclass Shop(Base):\n    a: str\n',
    'b.py':
      'from pydantic_settings import BaseSettings\n\nclass Base(Shop):\n    b: str\n\nclass S(BaseSettings):\n    base: Base\n    key: str\n',
  })
  expect(variables.map(({ name }) => name)).toEqual(['BASE', 'KEY'])
})

it('is the server’s own, whatever a bundler would take its prefix for', () => {
  const { variables } = component({
    'package.json': express,
    'a.js': 'createClient(process.env.VITE_SUPABASE_URL, process.env.VITE_SUPABASE_SERVICE_ROLE_KEY)',
  })
  expect(variables.map(({ name, phase, audience, isSecret }) => [name, phase, audience, isSecret])).toEqual([
    ['VITE_SUPABASE_SERVICE_ROLE_KEY', 'run', 'cluster', true],
    ['VITE_SUPABASE_URL', 'run', 'cluster', true],
  ])
})
