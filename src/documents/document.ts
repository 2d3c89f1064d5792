/**
 * A document to be printed or edited: plain data without markup, so that nothing people typed can become any.
 * Lines of a text are parted by "\n".
 */
export interface Document {
  readonly title: string;
  /** What must not be overlooked, such as "Advice, not a decision". */
  readonly notice: string;
  /** A BCP 47 tag. */
  readonly language: string;
  /** Who stands in the file's properties as its author. */
  readonly author: string;
  /** What the file is dated: the only time in it that is not in its text. */
  readonly at: Date;
  readonly head: readonly HeadRow[];
  readonly sections: readonly Section[];
  /** Under every page, beside its number. */
  readonly footer: string;
}

export interface HeadRow {
  readonly label: string;
  readonly text: string;
}

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | Table;

export interface Table {
  readonly type: 'table';
  readonly columns: readonly Column[];
  /** A cell for each column. */
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly title: string;
  /** How wide it is beside the others. */
  readonly share: number;
}

export const paragraph = (text: string): Block => ({ type: 'paragraph', text });
export const heading = (text: string): Block => ({ type: 'heading', text });
export const list = (items: readonly string[], ordered = false): Block => ({ type: 'list', items, ordered });
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): Table => ({ type: 'table', columns, rows });
export const column = (title: string, share: number): Column => ({ title, share });

export type Format = 'pdf' | 'docx';
