/** What keeps a row, or a whole file, from being taken in. */
export interface Problem {
  /** Counted from 1. */
  readonly line: number;
  /** The column as the file names it, or `file` for the file as a whole. */
  readonly column: string;
  /** Why, and what to do. */
  readonly reason: string;
}

/** A file as a whole cannot be taken in. */
export interface Refused {
  readonly refused: Problem;
}

export const refuse = (reason: string, line = 1): Refused => ({ refused: { line, column: 'file', reason } });

export const isRefused = (result: object): result is Refused => 'refused' in result;
