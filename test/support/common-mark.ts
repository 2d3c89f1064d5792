/**
 * Markdown as a chat reads it: enough of CommonMark for whatever is not escaped to look different.
 * One function without anything around it, because it also runs in a browser's page.
 */
export function commonMark(text: string): string {
  const html = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const isSpace = (sign: string | undefined) => sign === undefined || /\s/.test(sign);
  const isSign = (sign: string | undefined) => sign !== undefined && /[\p{P}\p{S}]/u.test(sign);

  function inline(words: string): string {
    let out = '';
    let i = 0;
    const rest = () => words.slice(i);
    while (i < words.length) {
      const [taken, shown] = escaped(rest()) ??
        code(rest()) ??
        entity(rest()) ??
        link(rest()) ??
        tag(rest()) ??
        marked(words, i) ?? [1, html(words[i] ?? '')];
      out += shown;
      i += taken;
    }
    return out;
  }

  type Taken = [number, string] | null;

  function escaped(words: string): Taken {
    const found = /^\\([!-/:-@[-`{-~])/.exec(words);
    return found ? [2, html(found[1] ?? '')] : null;
  }

  function code(words: string): Taken {
    const found = /^(`+)(?!`)([\s\S]*?[^`])\1(?!`)/.exec(words);
    return found ? [found[0].length, `<code>${html(found[2] ?? '')}</code>`] : null;
  }

  function entity(words: string): Taken {
    const found = /^&(#\d+|#x[\da-f]+|[a-z]\w*);/i.exec(words);
    return found ? [found[0].length, found[0]] : null;
  }

  function link(words: string): Taken {
    const found = /^!?\[((?:\\.|[^[\]\\])*)\]\(((?:\\.|[^()\\\s])*)\)/.exec(words);
    return found ? [found[0].length, `<a href="${html(found[2] ?? '')}">${inline(found[1] ?? '')}</a>`] : null;
  }

  function tag(words: string): Taken {
    const address = /^<([a-z][\w+.-]+:[^<>\s]*)>/i.exec(words);
    if (address) return [address[0].length, `<a href="#">${html(address[1] ?? '')}</a>`];
    const found = /^<\/?[a-z!?][^<>]*>/i.exec(words);
    return found ? [found[0].length, ''] : null;
  }

  /** Emphasis and strike-through. */
  function marked(words: string, at: number): Taken {
    const run = /^(\*+|_+|~+)/.exec(words.slice(at))?.[0];
    if (run === undefined) return null;
    const opens = (from: number) => {
      const [before, after] = [words[from - 1], words[from + run.length]];
      return (
        !isSpace(after) && (!isSign(after) || isSpace(before) || isSign(before)) && (run[0] === '*' || isSpace(before) || isSign(before))
      );
    };
    const closes = (from: number) => {
      const [before, after] = [words[from - 1], words[from + run.length]];
      return (
        !isSpace(before) && (!isSign(before) || isSpace(after) || isSign(after)) && (run[0] === '*' || isSpace(after) || isSign(after))
      );
    };
    const plain: Taken = [run.length, html(run)];
    if (!opens(at)) return plain;
    for (let end = words.indexOf(run, at + run.length + 1); end > 0; end = words.indexOf(run, end + 1)) {
      const backslashes = /\\*$/.exec(words.slice(0, end))?.[0].length ?? 0;
      if (backslashes % 2 === 1 || !closes(end)) continue;
      const inner = words.slice(at + run.length, end);
      const name = run[0] === '~' ? 's' : run.length > 1 ? 'b' : 'i';
      return [end + run.length - at, `<${name}>${inline(inner)}</${name}>`];
    }
    return plain;
  }

  const blocks: string[] = [];
  let paragraph: string[] = [];
  const flush = (name = 'p') => {
    if (paragraph.length > 0) blocks.push(`<${name}>${inline(paragraph.join('\n'))}</${name}>`);
    paragraph = [];
  };
  for (const line of text.split(/\r\n?|\n/)) {
    const begins = /^ {0,3}(#{1,6}(?=\s|$)|>|[-*+](?=\s|$)|\d{1,9}[.)](?=\s|$)|```|~~~)/.exec(line);
    if (line.trim() === '') flush();
    else if (paragraph.length > 0 && /^ {0,3}(=+|-+)\s*$/.test(line)) flush('h2');
    else if (/^ {0,3}([-*_])( *\1){2,}\s*$/.test(line)) {
      flush();
      blocks.push('<hr>');
    } else if (paragraph.length === 0 && /^( {4}|\t)/.test(line)) blocks.push(`<pre>${html(line.trim())}</pre>`);
    else if (begins) {
      flush();
      blocks.push(`<div>${inline(line.slice(begins[0].length).trim())}</div>`);
    } else paragraph.push(line.replace(/^[ \t]+/, ''));
  }
  flush();
  return blocks.join('');
}
