import type { StateValues, StoredBlock } from '../desk/types.ts';
import { asDrawn, type Input } from '../kit/blocks.ts';
import { plainValue, stateOf } from './values.ts';

/** What Slack itself refuses before the app hears of it, by block id: empty required fields, wrong numbers and addresses. */
export function findFieldErrors(blocks: StoredBlock[], entered: StateValues): Record<string, string> {
  const state = stateOf(blocks, entered);
  const errors: Record<string, string> = {};
  for (const stored of blocks) {
    const block = asDrawn(stored);
    if (block?.type !== 'input') continue;
    const value = plainValue(state[stored.block_id]?.[block.element.action_id ?? '']);
    const error = findFieldError(block, value);
    if (error !== null) errors[stored.block_id] = error;
  }
  return errors;
}

function findFieldError({ element, optional }: Input, value: string | string[] | null): string | null {
  if (value === null || value.length === 0) return optional ? null : 'Please complete this required field.';
  if (typeof value !== 'string') return null;
  switch (element.type) {
    case 'plain_text_input':
      return findLengthError(value, element.min_length, element.max_length ?? 3000);
    case 'number_input':
      return findNumberError(value, element);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/\S+\.?\S*$/i.test(value) ? null : 'Please enter a valid URL.';
    default:
      return null;
  }
}

function findLengthError(value: string, min: number | undefined, max: number): string | null {
  if (min !== undefined && value.length < min) return `Please enter at least ${String(min)} characters.`;
  return value.length > max ? `Please enter at most ${String(max)} characters.` : null;
}

function findNumberError(
  value: string,
  limits: { is_decimal_allowed: boolean; min_value?: string | undefined; max_value?: string | undefined },
): string | null {
  const pattern = limits.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return limits.is_decimal_allowed ? 'Please enter a number.' : 'Please enter a whole number.';
  if (limits.min_value !== undefined && Number(value) < Number(limits.min_value)) return `Please enter ${limits.min_value} or more.`;
  if (limits.max_value !== undefined && Number(value) > Number(limits.max_value)) return `Please enter ${limits.max_value} or less.`;
  return null;
}
