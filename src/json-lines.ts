/** The line of each value in a JSON text, by its path: keys and indexes as they follow each other. */
export type Lines = (path: readonly PropertyKey[]) => number;

/**
 * Where the values of a JSON text stand. The line of something that is not there is the line of what it is
 * missing in. Only for text that JSON.parse takes.
 */
export function linesOf(text: string): Lines {
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;

  const key = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));

  function skip(these: RegExp): void {
    while (at < text.length && these.test(text.charAt(at))) {
      if (text[at] === '\n') line += 1;
      at += 1;
    }
  }

  function readString(): string {
    const from = at;
    at += 1;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(from, at)) as string;
  }

  function readMembers(path: readonly PropertyKey[], close: string): void {
    at += 1;
    for (let n = 0; ; n++) {
      skip(/[\s,]/);
      if (text[at] === close) break;
      const name = close === '}' ? readString() : n;
      if (close === '}') skip(/[\s:]/);
      read([...path, name]);
    }
    at += 1;
  }

  function read(path: readonly PropertyKey[]): void {
    lines.set(key(path), line);
    if (text[at] === '{') readMembers(path, '}');
    else if (text[at] === '[') readMembers(path, ']');
    else if (text[at] === '"') readString();
    else skip(/[\w.+-]/);
  }

  skip(/\s/);
  read([]);
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const found = lines.get(key(path.slice(0, length)));
      if (found !== undefined) return found;
    }
    return lines.get(key([])) ?? 1;
  };
}
