import { z } from 'zod';
import { anyText, atMost, Confirm, Id, ImageAddress, Option, options, plain, WebAddress } from './text.ts';

const placeholder = plain(150).optional();
const focus_on_load = z.boolean().optional();
const action_id = Id.optional();
const confirm = Confirm.optional();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-12-31');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:30');
const max_selected_items = z.number().int().min(1).optional();
const dispatch_action_config = z
  .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
  .optional();
const Group = z.strictObject({ label: plain(75), options: options(100) });

export const Button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id,
  value: atMost(2000).optional(),
  url: WebAddress.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm,
  accessibility_label: atMost(75).optional(),
});
export type Button = z.infer<typeof Button>;

const select = { action_id, placeholder, confirm, focus_on_load };

const choice = { options: options(100).optional(), option_groups: z.array(Group).min(1).max(100).optional() };
const eitherOptionsOrGroups = (select: { options?: unknown; option_groups?: unknown }): boolean =>
  (select.options === undefined) !== (select.option_groups === undefined);
const NEEDS_OPTIONS = 'must have either options or option_groups';

const StaticSelect = z
  .strictObject({ type: z.literal('static_select'), ...select, ...choice, initial_option: Option.optional() })
  .refine(eitherOptionsOrGroups, NEEDS_OPTIONS);

const MultiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...select,
    ...choice,
    initial_options: z.array(Option).max(100).optional(),
    max_selected_items,
  })
  .refine(eitherOptionsOrGroups, NEEDS_OPTIONS);

const UsersSelect = z.strictObject({ type: z.literal('users_select'), ...select, initial_user: z.string().optional() });

const MultiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...select,
  initial_users: z.array(z.string()).optional(),
  max_selected_items,
});

const ChannelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...select,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});

const ConversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...select,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.record(z.string(), z.unknown()).optional(),
});

const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  action_id,
  confirm,
  focus_on_load,
  options: options(10),
  initial_options: z.array(Option).optional(),
});

const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id,
  confirm,
  focus_on_load,
  options: options(10),
  initial_option: Option.optional(),
});

const Overflow = z.strictObject({ type: z.literal('overflow'), action_id, confirm, options: options(5) });

const DatePicker = z.strictObject({ type: z.literal('datepicker'), ...select, initial_date: day.optional() });

const TimePicker = z.strictObject({
  type: z.literal('timepicker'),
  ...select,
  initial_time: clockTime.optional(),
  timezone: z.string().optional(),
});

const DateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id,
  confirm,
  focus_on_load,
  initial_date_time: z.number().int().optional(),
});

const textInput = { action_id, placeholder, focus_on_load, dispatch_action_config };

const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...textInput,
  initial_value: atMost(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  ...textInput,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const EmailInput = z.strictObject({ type: z.literal('email_text_input'), ...textInput, initial_value: z.string().optional() });

const UrlInput = z.strictObject({ type: z.literal('url_text_input'), ...textInput, initial_value: z.string().optional() });

export const Image = z.strictObject({ type: z.literal('image'), image_url: ImageAddress, alt_text: atMost(2000) });

const buttons = [Button, Overflow] as const;
const selects = [StaticSelect, UsersSelect, ChannelsSelect, ConversationsSelect] as const;
const multiSelects = [MultiStaticSelect, MultiUsersSelect] as const;
const choices = [Checkboxes, RadioButtons, DatePicker, TimePicker] as const;

export const ActionElement = z.discriminatedUnion('type', [...buttons, ...selects, ...choices, DateTimePicker]);
export const Accessory = z.discriminatedUnion('type', [...buttons, ...selects, ...multiSelects, ...choices, Image]);
export const InputElement = z.discriminatedUnion('type', [
  ...selects,
  ...multiSelects,
  ...choices,
  DateTimePicker,
  PlainTextInput,
  NumberInput,
  EmailInput,
  UrlInput,
]);
export const ContextElement = z.union([Image, anyText(2000)]);

export type InputElement = z.infer<typeof InputElement>;
export type Element = z.infer<typeof ActionElement> | z.infer<typeof Accessory> | InputElement;
/** Everything that can be pressed, chosen or typed into. */
export type Interactive = Exclude<Element, z.infer<typeof Image>>;
/** What keeps a value between presses. */
export type Stateful = Exclude<Interactive, Button | z.infer<typeof Overflow>>;

/** Whether an element keeps a value that is sent as `state.values`. */
export function isStateful(element: Element): element is Stateful {
  return element.type !== 'button' && element.type !== 'overflow' && element.type !== 'image';
}
