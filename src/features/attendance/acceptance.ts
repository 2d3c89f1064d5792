/** Somebody who was at a meeting; guests have no person. */
interface There {
  readonly personId: string | null;
  readonly name: string;
  readonly organisation: string | null;
}

/** Being at a meeting and having accepted its statement are two facts; how they stand beside each other (PRODUCT.md, rule 19). */
export interface Acceptance {
  readonly there: number;
  readonly accepted: number;
  /** Who was there and is not known to have accepted; a guest cannot have. */
  readonly without: readonly There[];
}

/** Of who was there, who accepted: the one answer for the roll, the live view, minutes, files and record. */
export function toAcceptance(there: readonly There[], acceptedIds: ReadonlySet<string>): Acceptance {
  const without = there.filter(({ personId }) => personId === null || !acceptedIds.has(personId));
  return { there: there.length, accepted: there.length - without.length, without };
}
