import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

// npx runs what is linked in node_modules/.bin at once; a "bin" entry of our own package it would first install
// into its cache, each time, from the whole folder.
const folder = path.join(import.meta.dirname, '../node_modules/.bin');
mkdirSync(folder, { recursive: true });
rmSync(path.join(folder, 'convenor'), { force: true });
symlinkSync('../../bin/convenor.js', path.join(folder, 'convenor'));
