import { z } from 'zod';
import { recordBreach } from '../desk/breaches.ts';
import { Metadata, type StoredBlock } from '../desk/types.ts';
import type { World } from '../desk/world.ts';
import { checkBlocks } from '../kit/check.ts';
import { mrkdwnIn } from '../kit/mrkdwn-in.ts';
import { json } from './define.ts';
import { SlackError } from './error.ts';
import { flagTyped } from './typed.ts';

const LONGEST_TEXT = 40_000;
const MOST_BLOCKS = 50;

/** The arguments that say what a message shows. */
export const contentArgs = {
  text: z.string().optional(),
  blocks: json('invalid_blocks_format').optional(),
  attachments: json('invalid_attachments').optional(),
  metadata: json('invalid_metadata_format').optional(),
};

export interface ContentArgs {
  text?: string | undefined;
  blocks?: unknown;
  attachments?: unknown;
  metadata?: unknown;
}

export interface Content {
  text: string;
  blocks: StoredBlock[];
  metadata?: Metadata;
}

/** What a message will show, within Slack's limits; refusals are `SlackError`, slips that Slack lets pass are breaches. */
export function readContent(world: World, where: string, args: ContentArgs): Content {
  const text = args.text ?? '';
  const blocks = readBlocks(args.blocks);
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  if (text.length > LONGEST_TEXT) throw new SlackError('msg_too_long', [`[ERROR] text has ${String(text.length)} characters`]);
  if (text.trim() === '') {
    recordBreach(world, where, 'missing_text', ['Top-level text is missing: notifications and screen readers get nothing.']);
  }
  if (Array.isArray(args.attachments) && args.attachments.length > 0) {
    recordBreach(world, where, 'attachments', ['Legacy attachments are not drawn here: use blocks.']);
  }
  flagTyped(world, where, [text, ...mrkdwnIn(blocks)]);
  return { text, blocks, ...readMetadata(args.metadata) };
}

function readBlocks(raw: unknown): StoredBlock[] {
  if (raw === undefined || raw === null) return [];
  const checked = checkBlocks(raw, MOST_BLOCKS);
  if (!checked.ok) throw new SlackError('invalid_blocks', checked.faults);
  return checked.value;
}

function readMetadata(raw: unknown): { metadata?: Metadata } {
  if (raw === undefined || raw === null) return {};
  const parsed = Metadata.safeParse(raw);
  if (!parsed.success) throw new SlackError('invalid_metadata_format');
  return { metadata: parsed.data };
}
