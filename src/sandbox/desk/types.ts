import { z } from 'zod';

export const StoredBlock = z.looseObject({ type: z.string(), block_id: z.string() });
export type StoredBlock = z.infer<typeof StoredBlock>;

export const Metadata = z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });
export type Metadata = z.infer<typeof Metadata>;

/** The current state of one input, in Slack's shape (`{ type, selected_option, ... }`). */
export const InputState = z.looseObject({ type: z.string() });
export type InputState = z.infer<typeof InputState>;
export const StateValues = z.record(z.string(), z.record(z.string(), InputState));
export type StateValues = z.infer<typeof StateValues>;

export const Message = z.object({
  ts: z.string(),
  channel: z.string(),
  author: z.string(),
  at: z.number(),
  text: z.string(),
  blocks: z.array(StoredBlock),
  metadata: Metadata.optional(),
  threadTs: z.string().optional(),
  /** Set on ephemeral messages: the only person who sees it. */
  onlyFor: z.string().optional(),
  edited: z.boolean(),
  rev: z.number(),
  values: StateValues,
});
export type Message = z.infer<typeof Message>;

export const Channel = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  kind: z.enum(['channel', 'dm']),
  created: z.number(),
  archived: z.boolean(),
  members: z.array(z.string()),
  pins: z.array(z.string()),
  bookmarks: z.array(z.object({ id: z.string(), title: z.string(), link: z.string() })),
});
export type Channel = z.infer<typeof Channel>;

const ViewText = z.object({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });

export const StoredView = z.object({
  type: z.enum(['modal', 'home']),
  title: ViewText.optional(),
  submit: ViewText.optional(),
  close: ViewText.optional(),
  blocks: z.array(StoredBlock),
  private_metadata: z.string(),
  callback_id: z.string(),
  external_id: z.string(),
  clear_on_close: z.boolean(),
  notify_on_close: z.boolean(),
});
export type StoredView = z.infer<typeof StoredView>;

/** A modal on somebody's screen, or their App Home. */
export const OpenView = z.object({
  id: z.string(),
  rootId: z.string(),
  previousId: z.string().nullable(),
  person: z.string(),
  hash: z.string(),
  rev: z.number(),
  view: StoredView,
  values: StateValues,
  errors: z.record(z.string(), z.string()),
});
export type OpenView = z.infer<typeof OpenView>;

/** A limit or rule of Slack that the app broke. */
export interface Breach {
  id: number;
  at: number;
  where: string;
  rule: string;
  detail: string[];
}
