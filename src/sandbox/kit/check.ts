import { z } from 'zod';
import { newMark } from '../desk/ids.ts';
import type { StoredBlock } from '../desk/types.ts';
import { findBlockFaults } from './blocks.ts';
import { toFaults } from './faults.ts';

export type Checked<T> = { ok: true; value: T } | { ok: false; faults: string[] };

/** Blocks within Slack's limits, with the ids Slack adds where the app gave none. */
export function checkBlocks(raw: unknown, limit: number, root = '/blocks'): Checked<StoredBlock[]> {
  const list = z
    .array(z.looseObject({ type: z.string() }))
    .max(limit, `no more than ${String(limit)} items allowed`)
    .safeParse(raw);
  if (!list.success) return { ok: false, faults: toFaults(list.error, root) };
  const faults = list.data.flatMap((block, index) => findBlockFaults(block, `${root}/${String(index)}`));
  const repeated = findRepeated(list.data.flatMap(({ block_id }) => (typeof block_id === 'string' ? [block_id] : [])));
  if (repeated !== null) faults.push(`[ERROR] block_id "${repeated}" already exists in this surface [json-pointer:${root}]`);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: list.data.map(withIds) };
}

function findRepeated(ids: string[]): string | null {
  return ids.find((id, index) => ids.indexOf(id) !== index) ?? null;
}

function withIds(block: { type: string; [key: string]: unknown }): StoredBlock {
  const ready: Record<string, unknown> = { ...block };
  if (Array.isArray(block.elements) && block.type === 'actions') ready.elements = block.elements.map(withActionId);
  if (isObject(block.element)) ready.element = withActionId(block.element);
  if (isObject(block.accessory) && block.accessory.type !== 'image') ready.accessory = withActionId(block.accessory);
  const block_id = typeof block.block_id === 'string' ? block.block_id : newMark();
  return { ...ready, type: block.type, block_id };
}

function withActionId(element: unknown): unknown {
  return isObject(element) && element.action_id === undefined ? { ...element, action_id: newMark() } : element;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
