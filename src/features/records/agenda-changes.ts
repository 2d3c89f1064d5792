import { documentName, type AgendaVersionFacts } from '../meetings/lookup.ts';

type Agenda = Pick<AgendaVersionFacts, 'items' | 'documents'>;
type Doc = Agenda['documents'][number];

/** What a version of an agenda has that the one before it had not, and the other way round, as parts of a sentence. */
export function tellChanges(before: Agenda | undefined, now: Agenda): string[] {
  if (!before) return [];
  const titles = ({ items }: Agenda): string[] => items.map((item) => item.title);
  const added = without(titles(now), titles(before)).map((title) => `"${title}" added`);
  const removed = without(titles(before), titles(now)).map((title) => `"${title}" taken out`);
  return [...added, ...removed, ...tellDocuments(before.documents, now.documents)];
}

/** Each as often as it stands there more often. */
function without(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const key = ({ title }: Doc): string => title;

function tellDocuments(before: readonly Doc[], now: readonly Doc[]): string[] {
  const earlier = new Map(before.map((one) => [key(one), one]));
  const later = new Set(now.map(key));
  const told = now.flatMap((one): string[] => {
    const then = earlier.get(key(one));
    if (!then) return [`document "${documentName(one)}" added`];
    if (then.version !== one.version)
      return [`document "${one.title}" is ${one.version ?? 'without a version'} (was ${then.version ?? 'without one'})`];
    return then.url === one.url ? [] : [`document "${documentName(one)}" has another address`];
  });
  return [...told, ...before.filter((one) => !later.has(key(one))).map((one) => `document "${documentName(one)}" taken out`)];
}
