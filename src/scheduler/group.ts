/** Gathers what arrives while a write is under way into the next write. */
export interface Group<T, R> {
  /** Resolves once the write that carries it is committed; rejects when that write fails. */
  add(item: T): Promise<R>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** One write of at most `most` items at a time; `write` answers with one result for each, in their order. */
export function createGroup<T, R>(most: number, write: (items: readonly T[]) => Promise<readonly R[]>): Group<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let isWriting = false;

  async function flush(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      try {
        const results = await write(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, i) => {
          const result = results[i];
          if (result === undefined) reject(new Error('a grouped write gave no result for one of its items'));
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<R>();
      waiting.push({ item, resolve, reject });
      // After the present turn, so that what ends together is written together.
      if (!isWriting) {
        isWriting = true;
        setImmediate(() => void flush());
      }
      return promise;
    },
  };
}
