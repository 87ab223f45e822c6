import type { Language } from './read-manifest.ts'

export type Framework = {
  name: string
  language: Language
  /** Any of these among the manifest's dependencies is evidence. */
  packages: string[]
  role: 'frontend' | 'backend'
  /** Where it listens unless told otherwise. */
  port: number
}

/** In order: a meta framework before the parts it is made of. */
export const frameworks: Framework[] = [
  { name: 'Next.js', language: 'javascript', packages: ['next'], role: 'frontend', port: 3000 },
  { name: 'Nuxt', language: 'javascript', packages: ['nuxt'], role: 'frontend', port: 3000 },
  {
    name: 'Remix',
    language: 'javascript',
    packages: ['@remix-run/react'],
    role: 'frontend',
    port: 3000,
  },
  {
    name: 'React Router',
    language: 'javascript',
    packages: ['@react-router/node', '@react-router/dev'],
    role: 'frontend',
    port: 3000,
  },
  { name: 'SvelteKit', language: 'javascript', packages: ['@sveltejs/kit'], role: 'frontend', port: 3000 },
  { name: 'Astro', language: 'javascript', packages: ['astro'], role: 'frontend', port: 4321 },
  { name: 'Angular', language: 'javascript', packages: ['@angular/core'], role: 'frontend', port: 80 },
  { name: 'NestJS', language: 'javascript', packages: ['@nestjs/core'], role: 'backend', port: 3000 },
  { name: 'Fastify', language: 'javascript', packages: ['fastify'], role: 'backend', port: 3000 },
  { name: 'Hono', language: 'javascript', packages: ['hono'], role: 'backend', port: 3000 },
  { name: 'hapi', language: 'javascript', packages: ['@hapi/hapi'], role: 'backend', port: 3000 },
  { name: 'AdonisJS', language: 'javascript', packages: ['@adonisjs/core'], role: 'backend', port: 3333 },
  { name: 'Elysia', language: 'javascript', packages: ['elysia'], role: 'backend', port: 3000 },
  { name: 'Koa', language: 'javascript', packages: ['koa'], role: 'backend', port: 3000 },
  { name: 'Express', language: 'javascript', packages: ['express'], role: 'backend', port: 3000 },
  {
    name: 'Create React App',
    language: 'javascript',
    packages: ['react-scripts'],
    role: 'frontend',
    port: 80,
  },
  {
    name: 'Vue CLI',
    language: 'javascript',
    packages: ['@vue/cli-service'],
    role: 'frontend',
    port: 80,
  },
  { name: 'Gatsby', language: 'javascript', packages: ['gatsby'], role: 'frontend', port: 80 },
  { name: 'Vite', language: 'javascript', packages: ['vite'], role: 'frontend', port: 80 },
  { name: 'FastAPI', language: 'python', packages: ['fastapi'], role: 'backend', port: 8000 },
  { name: 'Django', language: 'python', packages: ['django'], role: 'backend', port: 8000 },
  { name: 'Flask', language: 'python', packages: ['flask'], role: 'backend', port: 5000 },
  { name: 'Litestar', language: 'python', packages: ['litestar'], role: 'backend', port: 8000 },
  { name: 'Sanic', language: 'python', packages: ['sanic'], role: 'backend', port: 8000 },
  { name: 'gin', language: 'go', packages: ['github.com/gin-gonic/gin'], role: 'backend', port: 8080 },
  { name: 'echo', language: 'go', packages: ['github.com/labstack/echo/v4'], role: 'backend', port: 8080 },
  {
    name: 'fiber',
    language: 'go',
    packages: ['github.com/gofiber/fiber/v2', 'github.com/gofiber/fiber/v3'],
    role: 'backend',
    port: 3000,
  },
  {
    name: 'chi',
    language: 'go',
    packages: ['github.com/go-chi/chi/v5', 'github.com/go-chi/chi'],
    role: 'backend',
    port: 8080,
  },
  {
    name: 'gorilla/mux',
    language: 'go',
    packages: ['github.com/gorilla/mux'],
    role: 'backend',
    port: 8080,
  },
  {
    name: 'Spring Boot',
    language: 'java',
    packages: [
      'spring-boot-starter-web',
      'spring-boot-starter-webmvc',
      'spring-boot-starter-webflux',
      'org.springframework.boot',
      'org.springframework.boot:spring-boot-starter-web',
    ],
    role: 'backend',
    port: 8080,
  },
  { name: 'Rails', language: 'ruby', packages: ['rails'], role: 'backend', port: 3000 },
  { name: 'Laravel', language: 'php', packages: ['laravel/framework'], role: 'backend', port: 8000 },
  {
    name: 'Quarkus',
    language: 'java',
    packages: ['io.quarkus', 'quarkus-rest', 'quarkus-resteasy', 'quarkus-arc'],
    role: 'backend',
    port: 8080,
  },
  {
    name: 'Ktor',
    language: 'java',
    packages: ['io.ktor.plugin', 'io.ktor:ktor-server-core', 'io.ktor:ktor-server-netty'],
    role: 'backend',
    port: 8080,
  },
  { name: 'axum', language: 'rust', packages: ['axum'], role: 'backend', port: 3000 },
  { name: 'Actix', language: 'rust', packages: ['actix-web'], role: 'backend', port: 8080 },
  { name: 'Rocket', language: 'rust', packages: ['rocket'], role: 'backend', port: 8000 },
  { name: 'Phoenix', language: 'elixir', packages: ['phoenix'], role: 'backend', port: 4000 },
  { name: 'ASP.NET', language: 'csharp', packages: ['microsoft.net.sdk.web'], role: 'backend', port: 8080 },
]
