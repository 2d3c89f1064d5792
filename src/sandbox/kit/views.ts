import { z } from 'zod';
import type { StoredView } from '../desk/types.ts';
import { checkBlocks, type Checked } from './check.ts';
import { toFaults } from './faults.ts';
import { atMost, plain } from './text.ts';

const WHOLE_VIEW = 250_000;

const shared = {
  blocks: z.array(z.unknown()),
  private_metadata: atMost(3000).optional(),
  callback_id: atMost(255).optional(),
  external_id: atMost(255).optional(),
};

const View = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...shared,
  }),
  z.strictObject({ type: z.literal('home'), ...shared }),
]);

/** A modal or home within Slack's limits. */
export function checkView(raw: unknown, expected: 'modal' | 'home'): Checked<StoredView> {
  const parsed = View.safeParse(raw);
  if (!parsed.success) return { ok: false, faults: toFaults(parsed.error, '/view') };
  const view = parsed.data;
  const blocks = checkBlocks(view.blocks, 100, '/view/blocks');
  if (!blocks.ok) return blocks;
  const faults = findViewFaults(raw, view, blocks.value, expected);
  if (faults.length > 0) return { ok: false, faults };
  const { title, submit, close, clear_on_close, notify_on_close } = view.type === 'modal' ? view : {};
  return {
    ok: true,
    value: {
      type: view.type,
      ...(title && { title }),
      ...(submit && { submit }),
      ...(close && { close }),
      blocks: blocks.value,
      private_metadata: view.private_metadata ?? '',
      callback_id: view.callback_id ?? '',
      external_id: view.external_id ?? '',
      clear_on_close: clear_on_close ?? false,
      notify_on_close: notify_on_close ?? false,
    },
  };
}

function findViewFaults(raw: unknown, view: z.infer<typeof View>, blocks: { type: string }[], expected: string): string[] {
  const faults: string[] = [];
  if (view.type !== expected) faults.push(`[ERROR] must be a ${expected} view [json-pointer:/view/type]`);
  if (JSON.stringify(raw).length > WHOLE_VIEW) faults.push('[ERROR] view is larger than 250 kB [json-pointer:/view]');
  const hasInput = blocks.some(({ type }) => type === 'input');
  if (view.type === 'modal' && hasInput && !view.submit) {
    faults.push('[ERROR] missing required field: submit, when there are input blocks [json-pointer:/view]');
  }
  return faults;
}
