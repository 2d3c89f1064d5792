/** One figure with what it is to reach. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  readonly better: 'at most' | 'at least';
  readonly unit?: string;
}

export const isMet = ({ value, bound, better }: Goal): boolean => (better === 'at most' ? value <= bound : value >= bound);

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3))));

export const inWords = (goal: Goal): string =>
  `${isMet(goal) ? 'ok   ' : 'short'} ${figure(goal.value)}${goal.unit ?? ''} (goal: ${goal.better} ${figure(goal.bound)}${goal.unit ?? ''}) ${goal.what}`;
