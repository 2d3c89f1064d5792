import { defineConfig } from 'prisma/config';

// generate, validate and format need no schema engine, yet the CLI would download one first.
if (process.argv.some((word) => ['generate', 'validate', 'format'].includes(word)))
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/none' },
});
