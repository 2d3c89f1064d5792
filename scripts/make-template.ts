import { makeTemplate } from '../src/db/template.ts';

// Only a convenience: without it the first start takes about three seconds more.
try {
  await makeTemplate();
} catch (error) {
  console.warn(`The database template was not made: ${error instanceof Error ? error.message : String(error)}`);
}
