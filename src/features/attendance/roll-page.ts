import type { Sheet, SheetRow } from './sheet.ts';

/** Slack's checkboxes take ten options. */
const OTHERS_IN_FIELD = 10;

/** A dialog takes 100 blocks; the rest is for the summary, guests and reason. */
const FIELDS_ON_PAGE = 90;

/** One field of the roll's form: a person to be judged, or up to ten members of whom nothing was heard. */
export type RollField =
  { readonly field: 'person'; readonly row: SheetRow } | { readonly field: 'others'; readonly rows: readonly SheetRow[] };

export interface RollPage {
  readonly sheet: Sheet;
  readonly page: number;
  readonly pages: number;
  readonly fields: readonly RollField[];
}

/** The page of the roll, counted from 0. A page that is no longer there becomes the last one. */
export function toPage(sheet: Sheet, wanted: number): RollPage {
  const fields: RollField[] = sheet.rows.map((row) => ({ field: 'person', row }));
  for (let i = 0; i < sheet.others.length; i += OTHERS_IN_FIELD)
    fields.push({ field: 'others', rows: sheet.others.slice(i, i + OTHERS_IN_FIELD) });
  const pages = Math.max(1, Math.ceil(fields.length / FIELDS_ON_PAGE));
  const page = Math.min(wanted, pages - 1);
  return { sheet, page, pages, fields: fields.slice(page * FIELDS_ON_PAGE, (page + 1) * FIELDS_ON_PAGE) };
}

/** Names of the form's fields. */
export const personField = (personId: string): string => `person:${personId}`;
export const othersField = (firstPersonId: string): string => `others:${firstPersonId}`;
