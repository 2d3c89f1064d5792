import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'data/**'];

// What concerns only the embedded database or no database at all is not repeated on PostgreSQL.
const WITHOUT_SERVER = ['test/architecture.test.ts', 'test/db/embedded*.test.ts', 'test/db/lock.test.ts', 'test/db/wire.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 15_000,
    hookTimeout: 30_000,
    // A worker with its embedded database takes some 400 MB.
    maxWorkers: 2,
    // Loading Prisma and PGlite anew for each file would cost half a second of it; files share modules, never databases.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: 'pglite', include: ['test/**/*.test.ts'], exclude, globalSetup: ['test/support/global-setup.ts'] },
      },
      ...(process.env.TEST_DATABASE_URL
        ? [
            {
              extends: true as const,
              test: {
                name: 'postgres',
                include: ['test/**/*.test.ts'],
                exclude: [...exclude, ...WITHOUT_SERVER],
                globalSetup: ['test/support/global-setup.ts'],
              },
            },
          ]
        : []),
    ],
  },
});
