import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocs } from '../scripts/docs.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

describe('the documents', () => {
  it.each(Object.entries(generatedDocs()))('%s says what the code says (npm run docs)', (file, content) => {
    expect(readFileSync(path.join(ROOT, file), 'utf8')).toBe(content);
  });

  it('name no file that is not there', () => {
    const pages = ['README.md', 'CONTRIBUTING.md'].map((page) => readFileSync(path.join(ROOT, page), 'utf8')).join('\n');
    const named = [...pages.matchAll(/(?:`|\()((?:src|test|prisma|manifests|docs|scripts)\/[\w./-]+)(?:`|\))/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((file) => !/[<*]/.test(file) && !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
