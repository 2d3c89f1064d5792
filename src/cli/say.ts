/** One line on standard output; the exit status when that was all. */
export function say(line: string): 0 {
  process.stdout.write(`${line}\n`);
  return 0;
}

/** One line on standard error; the exit status of bad use. */
export function complain(sentence: string): 2 {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
