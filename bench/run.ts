const BENCHES: Readonly<Record<string, () => Promise<{ run(only: readonly string[]): Promise<boolean> }>>> = {
  notices: () => import('./notices/bench.ts'),
};

const HELP = `node bench/run.ts <bench> [part...]

Benches: ${Object.keys(BENCHES).join(', ')}. Each prints its goals as ratios measured in one run, and ends with status 1 when one is missed.`;

const [name = '', ...only] = process.argv.slice(2);
const load = BENCHES[name];
if (load) process.exitCode = (await (await load()).run(only)) ? 0 : 1;
else {
  process.stderr.write(`${HELP}\n`);
  process.exitCode = 2;
}
