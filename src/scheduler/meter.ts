/** Hears what becomes of deliveries, as it happens in this process. */
export interface Meter {
  /** So many deliveries were written because their notice was due, or begins ahead of it. */
  due(deliveries: number): void;
  /** One arrived, so many milliseconds after its notice was due; 0 when in time. */
  sent(latenessMs: number, isLate: boolean): void;
  /** One was refused for good. */
  failed(): void;
  /** One may have arrived, and nobody can tell. */
  unknown(): void;
}

export const SILENT: Meter = { due: () => undefined, sent: () => undefined, failed: () => undefined, unknown: () => undefined };
